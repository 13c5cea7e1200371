import { KikuError } from '../../domain/errors.ts'
import type { ModelCapabilities } from '../../ports/chat-model.ts'
import { canChat, chooseChatModel } from './choose-chat-model.ts'
import type { PooledHost } from './host-pool.ts'
import type { InstalledModel, ModelDescription } from './schema.ts'
import { modelMissing, translateError } from './translate-error.ts'

export interface FoundModel {
  /** Name as the server lists it. */
  readonly name: string
  readonly capabilities: ModelCapabilities
  /** The hosts that have it. */
  readonly hosts: ReadonlySet<PooledHost>
}

export interface FindModelOptions {
  readonly hosts: readonly PooledHost[]
  /** A name, or `auto`. */
  readonly model: string
  /** What `auto` meant before: kept as long as a host has it, so that the answers' voice does not change. */
  readonly previous?: string
  /** Most tokens of context to ask for. */
  readonly contextTokens?: number
}

/**
 * Asks all hosts what they have and picks the model.
 * @throws KikuError `model-missing`, `model-unreachable`, `model-incapable`, `model-failed`
 */
export async function findModel(options: FindModelOptions, signal: AbortSignal): Promise<FoundModel> {
  const listings = await listEverywhere(options, signal)
  const installed = listings.flatMap(({ models }) => models)
  const labels = listings.map(({ host }) => host.client.address.label).join(', ')
  const name = pickName(options, installed)
  if (name === undefined) {
    if (options.model !== AUTO) throw modelMissing(undefined, { model: options.model, host: labels })
    throw new KikuError('model-missing', `No chat model is installed on the Ollama server at ${labels}.`, {
      remedy: `Install one there with: ollama pull ${SUGGESTED_MODEL}`,
      details: { model: AUTO, host: labels },
    })
  }
  const serving = listings.filter(({ models }) => models.some((model) => model.name === name)).map(({ host }) => host)
  const [first] = serving
  if (first === undefined) throw modelMissing(undefined, { model: name, host: labels })
  return {
    name,
    hosts: new Set(serving),
    capabilities: await describeCapabilities(first, name, options.contextTokens, signal),
  }
}

const AUTO = 'auto'
const SUGGESTED_MODEL = 'qwen3:8b'

interface Listing {
  readonly host: PooledHost
  readonly models: readonly InstalledModel[]
}

async function listEverywhere({ hosts, model }: FindModelOptions, signal: AbortSignal): Promise<readonly Listing[]> {
  const outcomes = await Promise.all(
    hosts.map(async (host): Promise<Listing | KikuError> => {
      try {
        const models = await host.client.listModels(signal)
        host.breaker.noteReachable()
        return { host, models }
      } catch (thrown) {
        return translateError(thrown, { model, host: host.client.address.label })
      }
    }),
  )
  const listings = outcomes.filter((outcome): outcome is Listing => !(outcome instanceof KikuError))
  const failure = outcomes.find((outcome) => outcome instanceof KikuError)
  if (listings.length === 0 && failure !== undefined) throw failure
  return listings
}

function pickName({ model, previous }: FindModelOptions, installed: readonly InstalledModel[]): string | undefined {
  const wanted = model === AUTO ? previous : model
  if (wanted !== undefined) {
    const found = installed.find(({ name }) => fullName(name) === fullName(wanted))
    if (found !== undefined || model !== AUTO) return found?.name
  }
  return chooseChatModel(installed.filter(canChat))?.name
}

/** Ollama completes a name without a tag with `latest`, and does not mind case. */
export function fullName(name: string): string {
  const lower = name.toLowerCase()
  return lower.slice(lower.lastIndexOf('/') + 1).includes(':') ? lower : `${lower}:latest`
}

async function describeCapabilities(
  { client }: PooledHost,
  model: string,
  contextTokens: number | undefined,
  signal: AbortSignal,
): Promise<ModelCapabilities> {
  const context = { model, host: client.address.label }
  try {
    const [description, version] = await Promise.all([client.describeModel(model, signal), client.version(signal)])
    const has = (capability: string) => description.capabilities?.includes(capability) ?? false
    if (description.capabilities?.length && !has('completion')) {
      throw new KikuError('model-incapable', `The model '${model}' cannot chat.`, {
        remedy: 'Choose a chat model in the configuration, or write auto.',
        details: context,
      })
    }
    return {
      tools: has('tools'),
      vision: has('vision'),
      thinking: has('thinking'),
      logprobs: isAtLeast(version, LOGPROBS_SINCE),
      contextTokens: chooseContext(description, contextTokens),
    }
  } catch (thrown) {
    throw translateError(thrown, context)
  }
}

// https://github.com/ollama/ollama/releases/tag/v0.12.11
const LOGPROBS_SINCE = [0, 12, 11]
// Enough for a thread and a dozen passages, and small enough for an 8 GB card beside a model of 8 billion parameters.
const DEFAULT_CONTEXT = 8192

/** What the configuration says, else what the model's own file says, else 8192; never more than it was trained for. */
function chooseContext(description: ModelDescription, configured: number | undefined): number {
  const own = /^num_ctx\s+(\d+)/m.exec(description.parameters ?? '')?.[1]
  return Math.min(configured ?? (own ? Number(own) : DEFAULT_CONTEXT), trainedContext(description) ?? Infinity)
}

/** The context length in a model's metadata, keyed by its architecture. */
export function trainedContext({ model_info: info }: ModelDescription): number | undefined {
  const entry = Object.entries(info ?? {}).find(([key]) => key.endsWith('.context_length'))
  return typeof entry?.[1] === 'number' && entry[1] > 0 ? entry[1] : undefined
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const numbers = version.split(/[.-]/, 3).map(Number)
  for (const [at, wanted] of least.entries()) {
    const number = numbers[at] ?? 0
    if (number !== wanted) return number > wanted
  }
  return true
}
