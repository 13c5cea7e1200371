import { systemClock } from '../../ports/clock.ts'
import { type CommandContext, withSession } from '../session.ts'
import type { EmbedderProgress } from './embedder-dependencies.ts'

export interface EmbedderFlags {
  readonly data?: string
}

const WORDS = {
  en: {
    'package-found': (version: string) => `@huggingface/transformers ${version} is there already.`,
    installing: (megabytes: string) => `Installing @huggingface/transformers, ${megabytes} MB on the disk so far…`,
    installed: (version: string) => `@huggingface/transformers ${version} is installed.`,
    fetching: (file: string, share: string) => `Downloading ${file}: ${share}`,
    ready: (id: string, dimension: number) => `The embedder runs: ${id}, ${dimension} numbers to a vector.`,
    'not-configured':
      'The configuration does not use it yet: set embedder.provider to transformers and name a model under embedder.model.',
  },
  ja: {
    'package-found': (version: string) => `@huggingface/transformers ${version} はすでにあります。`,
    installing: (megabytes: string) =>
      `@huggingface/transformers をインストールしています。現在ディスク上に${megabytes} MB…`,
    installed: (version: string) => `@huggingface/transformers ${version} をインストールしました。`,
    fetching: (file: string, share: string) => `${file} をダウンロードしています: ${share}`,
    ready: (id: string, dimension: number) => `埋め込みモデルは動作します: ${id}、ベクトルは${dimension}次元です。`,
    'not-configured':
      '設定ではまだ使われていません。embedder.provider を transformers にし、embedder.model にモデルを指定してください。',
  },
} as const

/** `kiku embedder install`: gets the package and the model that `embedder.provider: transformers` needs. */
export async function runEmbedderInstall(context: CommandContext, flags: EmbedderFlags): Promise<number> {
  const { installEmbedder } = await context.loadDependencies()
  return withSession(context, flags, async ({ config, io, signal, tell }) => {
    const words = WORDS[config.language]
    const isDue = createPacer()
    const onProgress = (progress: EmbedderProgress) => {
      if (isDue(progress)) tell(describe(progress, words))
    }
    const installation = await installEmbedder(config, {
      cwd: io.cwd,
      environment: io.environment,
      onProgress,
      signal,
    })
    if (installation.kind === 'ready') tell(words.ready(installation.id, installation.dimension))
    else tell(words['not-configured'])
    return 0
  })
}

const LINE_EVERY_MS = 3_000

// A line for each file at its start and its end, and every few seconds between.
function createPacer(): (progress: EmbedderProgress) => boolean {
  let last: { readonly file: string; readonly at: number; readonly isWhole: boolean } | undefined
  return (progress) => {
    if (progress.kind !== 'fetching') return true
    const { file, loadedBytes, totalBytes } = progress
    const isWhole = totalBytes > 0 && loadedBytes >= totalBytes
    const isSameFile = last?.file === file
    if (
      isSameFile &&
      (last?.isWhole === true || (!isWhole && systemClock.elapsed() - (last?.at ?? 0) < LINE_EVERY_MS))
    ) {
      return false
    }
    last = { file, isWhole, at: systemClock.elapsed() }
    return true
  }
}

function describe(progress: EmbedderProgress, words: (typeof WORDS)['en' | 'ja']): string {
  switch (progress.kind) {
    case 'package-found':
    case 'installed':
      return words[progress.kind](progress.version)
    case 'installing':
      return words.installing(megabytes(progress.bytes))
    case 'fetching': {
      const { file, loadedBytes, totalBytes } = progress
      const loaded = `${megabytes(loadedBytes)} MB`
      const percent = Math.floor((100 * loadedBytes) / totalBytes)
      return words.fetching(file, totalBytes > 0 ? `${percent} % (${loaded})` : loaded)
    }
  }
}

function megabytes(bytes: number): string {
  const amount = bytes / 1e6
  return amount < 10 ? amount.toFixed(1) : amount.toFixed(0)
}
