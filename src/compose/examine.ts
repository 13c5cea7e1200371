import { statfs } from 'node:fs/promises'
import { examineSlack } from '../adapters/slack/install/examine-slack.ts'
import { readManifest } from '../adapters/slack/install/manifest.ts'
import type { Config } from '../config.ts'
import { type KikuError, toKikuError } from '../domain/errors.ts'
import { withDeadline } from '../domain/with-deadline.ts'
import { EMBEDDING_PRESETS } from '../index/embedding-presets.ts'
import { estimateSeconds } from '../index/embedding-progress.ts'
import type { OpenIndex } from '../index/open-index.ts'
import type { Finding } from '../kiku.ts'
import type { ChatModelSource } from '../ports/chat-model.ts'
import { systemClock } from '../ports/clock.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Store } from '../ports/store.ts'
import { examineDiscordApp } from './discord-tasks.ts'
import { examineWeb } from './examine-web.ts'
import { BUNDLED_WEIGHTS } from './open-bundled-embedder.ts'
import { packageFolder } from './package-folder.ts'

export interface ExaminedParts {
  readonly config: Config
  readonly store: Store
  readonly index: OpenIndex
  readonly embedder: Embedder
  readonly embedderError: KikuError | undefined
  readonly models: ChatModelSource
}

const LOOKUP_MS = 5_000
const LEAST_FREE_BYTES = 500 * 1024 * 1024

/** What `kiku doctor` says. Each part is looked at on its own, so that one that is broken hides no other. */
export async function examine(parts: ExaminedParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const looks: readonly (readonly [part: string, look: () => Promise<Finding | readonly Finding[]>])[] = [
    ['configuration', async () => examineConfig(parts)],
    ['data', () => examineData(parts)],
    ['sources', () => examineSources(parts)],
    ['index', () => examineIndex(parts)],
    ['embedder', async () => examineEmbedder(parts)],
    ['model', () => examineModel(parts, signal)],
    ['page', () => examineWeb(parts.config, signal)],
    ['slack', () => examineSlackApp(parts, signal)],
    ['discord', () => examineDiscordApp(parts.config, signal)],
  ]
  const findings: Finding[] = []
  for (const [part, look] of looks) {
    try {
      findings.push(...[await look()].flat())
    } catch (thrown) {
      signal.throwIfAborted()
      findings.push(brokenFinding(part, toKikuError(thrown)))
    }
  }
  return findings
}

function examineConfig({ config }: ExaminedParts): Finding {
  const none = 'No configuration file; defaults and environment apply.'
  return { part: 'configuration', state: 'ok', message: config.file === null ? none : `${config.file} is valid.` }
}

async function examineData({ config, store }: ExaminedParts): Promise<Finding> {
  const { bavail, bsize } = await statfs(config.data)
  const items = await store.items.count()
  const message = `${config.data} holds ${items} passages; ${Math.round((bavail * bsize) / 1e9)} GB are free there.`
  if (bavail * bsize >= LEAST_FREE_BYTES) return { part: 'data', state: 'ok', message }
  return {
    part: 'data',
    state: 'warning',
    message,
    remedy: 'Make room on this disk, or move the data folder with --data.',
  }
}

async function examineSources({ store }: ExaminedParts): Promise<Finding> {
  const sources = await store.sources.list()
  const failures = sources.flatMap((source) => source.failures)
  const documents = sources.reduce((sum, source) => sum + source.documents, 0)
  const message = `${sources.length} sources with ${documents} documents.`
  if (sources.length === 0) {
    return { part: 'sources', state: 'off', message, remedy: 'Add one with: kiku ingest <path or URL>' }
  }
  const [first] = failures
  if (first === undefined) return { part: 'sources', state: 'ok', message }
  return {
    part: 'sources',
    state: 'warning',
    message: `${message} ${failures.length} could not be read, the first: ${first.location}: ${first.message}`,
    remedy: 'See them all with: kiku sources list',
  }
}

async function examineIndex({ index, embedder }: ExaminedParts): Promise<Finding> {
  const { missing, total, progress } = await index.describePending()
  if (missing === 0) return { part: 'index', state: 'ok', message: 'Every passage has its vectors.' }
  const serving = index.serving()
  const meanwhile =
    serving.id === embedder.id
      ? 'until then these passages are found by their words alone'
      : `until then the vectors of ${serving.id} serve`
  const made = `${total - missing} of ${total} vectors are made, ${missing} are still to be made; ${meanwhile}.`
  if (progress === undefined) {
    const remedy = 'Leave Kiku running; it makes them in the background when the embedder can be reached.'
    return { part: 'index', state: 'warning', message: made, remedy }
  }
  const seconds = estimateSeconds(progress, missing)
  const left = seconds === undefined ? '' : ` ${describeTimeLeft(seconds)}`
  // A process that was killed says nothing more.
  const ago = Math.round((systemClock.now() - progress.at) / 1_000)
  const work = ago < 10 ? 'Kiku is making them now.' : `Kiku was last seen making them ${ago} s ago.`
  return { part: 'index', state: 'warning', message: `${made} ${work}${left}` }
}

function describeTimeLeft(seconds: number): string {
  if (seconds < 90) return `About ${Math.max(1, seconds)} s are left.`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `About ${minutes} minutes are left.` : `About ${Math.ceil(minutes / 60)} hours are left.`
}

function examineEmbedder({ embedder, embedderError }: ExaminedParts): Finding {
  if (embedderError !== undefined) return brokenFinding('embedder', embedderError)
  const message = `${embedder.id}, preset ${embedder.preset}, ${embedder.dimension} numbers to a vector.`
  if (embedder.preset !== EMBEDDING_PRESETS.hashed.name) return { part: 'embedder', state: 'ok', message }
  return {
    part: 'embedder',
    state: 'warning',
    message: `The trained weights of the embedder in the box are missing or damaged; ${message}`,
    remedy: `Restore ${BUNDLED_WEIGHTS} in Kiku's folder and start it again; until then pages are found by their words.`,
  }
}

async function examineModel({ config, models }: ExaminedParts, signal: AbortSignal): Promise<Finding> {
  const found = await withDeadline({ signal, timeoutMs: LOOKUP_MS, what: 'search for a model' }, (inTime) =>
    models.find(inTime),
  )
  switch (found.kind) {
    case 'ready': {
      const { id, capabilities } = found.model
      return { part: 'model', state: 'ok', message: `${id}, ${capabilities.contextTokens} tokens of context.` }
    }
    case 'none':
      return { part: 'model', state: 'off', message: 'No model is configured; answers quote the best passages.' }
    case 'unavailable': {
      const { message, remedy } = found.error
      const state = config.model.name === 'auto' ? 'off' : 'broken'
      const said = `${message} Answers quote the best passages meanwhile.`
      return { part: 'model', state, message: said, ...(remedy === undefined ? {} : { remedy }) }
    }
  }
}

function examineSlackApp({ config }: ExaminedParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const { botToken, appToken, signingSecret, apiUrl, host, port } = config.slack
  const tokens = {
    ...(botToken === undefined ? {} : { bot: botToken.reveal() }),
    ...(appToken === undefined ? {} : { app: appToken.reveal() }),
    ...(signingSecret === undefined ? {} : { signingSecret: signingSecret.reveal() }),
  }
  const { scopes } = readManifest(packageFolder())
  return examineSlack({ tokens, apiUrl, receiver: { host, port }, scopes, clock: systemClock }, signal)
}

function brokenFinding(part: string, { message, remedy }: KikuError): Finding {
  return { part, state: 'broken', message, ...(remedy === undefined ? {} : { remedy }) }
}
