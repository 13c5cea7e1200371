import { describe, expect, it } from 'vitest'
import type { EmbedderDependencies, EmbedderProgress } from '../../../src/cli/commands/embedder-dependencies.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { runCli } from '../../fakes/run-cli.ts'

const COMMAND = ['embedder', 'install']

function scripted(
  progress: readonly EmbedderProgress[],
  end: () => ReturnType<EmbedderDependencies['installEmbedder']>,
): EmbedderDependencies {
  return {
    installEmbedder: async (_, { onProgress }) => {
      for (const step of progress) onProgress(step)
      return end()
    },
  }
}

const fetching = (file: string, loadedBytes: number, totalBytes: number) =>
  ({ kind: 'fetching', file, loadedBytes, totalBytes }) as const

describe('kiku embedder install', () => {
  it('tells what is installed and downloaded, with few lines, and that it runs', async () => {
    const dependencies = scripted(
      [
        { kind: 'installing', bytes: 57_583_999 },
        { kind: 'installed', version: '4.3.1' },
        fetching('config.json', 600, 600),
        fetching('config.json', 600, 600),
        fetching('onnx/model.onnx', 1_000_000, 4_000_000),
        fetching('onnx/model.onnx', 2_000_000, 4_000_000),
        fetching('onnx/model.onnx', 4_000_000, 4_000_000),
      ],
      async () => ({ kind: 'ready', id: 'transformers:someone/model:fp32@sha256:ab', dimension: 384 }),
    )

    const run = await runCli(COMMAND, { dependencies })

    expect(run).toMatchObject({ code: 0, stdout: '' })
    expect(run.stderr.trimEnd().split('\n')).toEqual([
      'kiku: Installing @huggingface/transformers, 58 MB on the disk so far…',
      'kiku: @huggingface/transformers 4.3.1 is installed.',
      'kiku: Downloading config.json: 100 % (0.0 MB)',
      'kiku: Downloading onnx/model.onnx: 25 % (1.0 MB)',
      'kiku: Downloading onnx/model.onnx: 100 % (4.0 MB)',
      'kiku: The embedder runs: transformers:someone/model:fp32@sha256:ab, 384 numbers to a vector.',
    ])
  })

  it('says in Japanese what is still to be configured', async () => {
    const dependencies = scripted([{ kind: 'package-found', version: '4.3.1' }], async () => ({
      kind: 'not-configured',
    }))

    const run = await runCli(COMMAND, { dependencies, environment: { KIKU_LANGUAGE: 'ja' } })

    expect(run.code).toBe(0)
    expect(run.stderr).toContain('@huggingface/transformers 4.3.1 はすでにあります。')
    expect(run.stderr).toContain('embedder.provider を transformers にし')
  })

  it('fails with the remedy', async () => {
    const dependencies = scripted([], () =>
      Promise.reject(
        new KikuError('model-unreachable', 'The npm registry cannot be reached.', { remedy: 'Check the connection.' }),
      ),
    )

    const run = await runCli(COMMAND, { dependencies })

    expect(run.code).toBe(1)
    expect(run.stderr).toContain('The npm registry cannot be reached. Check the connection.')
  })
})
