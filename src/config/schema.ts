import { z } from 'zod'
import type { EmbeddingPresetName } from '../index/embedding-presets.ts'
import { LOG_LEVELS } from './log-levels.ts'
import { telemetrySchema } from './telemetry-schema.ts'
import { mcpSchema, mcpServersSchema, toolsSchema } from './tools-schema.ts'
import { webSchema } from './web-schema.ts'

/** The presets that say how an embedding model wants its inputs; `auto` chooses by the model's name. */
export const PRESET_NAMES = [
  'auto',
  'bundled',
  'llm-embedder',
  'e5',
  'multilingual-e5',
  'multilingual-e5-instruct',
  'e5-mistral',
  'gte',
  'bge-m3',
  'nomic-embed-text',
  'qwen3-embedding',
  'nv-embed',
  'sup-simcse-ja',
  'plain',
] as const satisfies readonly ('auto' | EmbeddingPresetName)[]

/** Slack's Web API (https://docs.slack.dev/apis/web-api). */
const SLACK_API = 'https://slack.com/api/'

/** Discord's REST API, without version (https://discord.com/developers/docs/reference#api-reference-base-url). */
const DISCORD_API = 'https://discord.com/api'
/** Where Discord keeps attached files (https://discord.com/developers/docs/reference#image-formatting-image-base-url). */
const DISCORD_FILES = 'https://cdn.discordapp.com/'

/** Where Ollama listens when nobody says otherwise. */
export const DEFAULT_OLLAMA_HOST = 'http://127.0.0.1:11434'

const text = z.string().trim().min(1)
const count = z.number().int().positive()
const seconds = z.number().positive().max(86_400)
// Too long for a number of JavaScript: the configuration file is read so that they stay text.
const discordId = z.string().regex(/^\d{17,20}$/, 'the id of a server, such as 613425648685547541')
const webAddress = z.url({ protocol: /^https?$/ }).refine(carriesNoLogin, { params: { kiku: 'login' } })

/**
 * Everything that a configuration file may say. Each default is what Kiku does when the key is absent.
 * docs/handbook/configuration.md explains every key; a test keeps the two in step.
 */
export const configSchema = z.strictObject({
  data: text.optional(),
  language: z.enum(['auto', 'en', 'ja']).default('auto'),
  model: z
    .strictObject({
      provider: z.enum(['ollama', 'none']).default('ollama'),
      hosts: z.array(webAddress).min(1).max(16).default([DEFAULT_OLLAMA_HOST]),
      name: text.default('auto'),
      contextTokens: z.union([z.literal('auto'), count.min(1024).max(1_048_576)]).default('auto'),
      concurrentRequests: count.max(64).default(1),
      keepAliveMinutes: z.number().min(-1).max(1440).default(30),
    })
    .prefault({}),
  embedder: z
    .strictObject({
      provider: z.enum(['bundled', 'ollama', 'openai', 'transformers']).default('bundled'),
      model: text.optional(),
      url: webAddress.optional(),
      preset: z.enum(PRESET_NAMES).default('auto'),
      weight: z.number().min(0).max(10).optional(),
      crossWeight: z.number().min(0).max(10).optional(),
      precision: z.enum(['auto', 'fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4']).default('auto'),
      apiKeyFile: text.optional(),
    })
    .prefault({}),
  ingest: z
    .strictObject({
      maxFileMegabytes: z.number().positive().max(4096).default(50),
      chunkTokens: count.min(64).max(4096).default(320),
      allowPrivateAddresses: z.boolean().default(false),
      fetchTimeoutSeconds: seconds.default(30),
      watch: z.boolean().default(true),
    })
    .prefault({}),
  answer: z
    .strictObject({
      deadlineSeconds: seconds.default(180),
      gatherSeconds: seconds.default(10),
    })
    .prefault({}),
  limits: z
    .strictObject({
      questionCharacters: count.max(100_000).default(8_000),
      perAuthorPerMinute: count.max(10_000).default(30),
      perChannelPerMinute: count.max(10_000).default(60),
      concurrentAnswers: count.max(256).default(4),
      queueLength: count.max(10_000).default(300),
    })
    .prefault({}),
  slack: z
    .strictObject({
      apiUrl: webAddress.default(SLACK_API),
      host: text.default('127.0.0.1'),
      port: count.max(65_535).default(3000),
      followUps: z.boolean().default(true),
      remember: z.boolean().default(false),
    })
    .prefault({}),
  discord: z
    .strictObject({
      apiUrl: webAddress.default(DISCORD_API),
      cdnUrl: webAddress.default(DISCORD_FILES),
      threads: z.boolean().default(true),
      followUps: z.boolean().default(true),
      remember: z.boolean().default(false),
      shards: z.union([z.literal('auto'), count.max(1_000)]).default('auto'),
      registerIn: z.array(discordId).max(100).default([]),
    })
    .prefault({}),
  tools: toolsSchema,
  mcpServers: mcpServersSchema,
  mcp: mcpSchema,
  web: webSchema,
  telemetry: telemetrySchema,
  log: z
    .strictObject({
      level: z.enum(LOG_LEVELS).default('info'),
      file: text.optional(),
      maxMegabytes: z.number().positive().max(1024).default(10),
    })
    .prefault({}),
})

export type ConfigFile = z.infer<typeof configSchema>

// A login inside an address would travel into logs and the output of `doctor`.
function carriesNoLogin(address: string): boolean {
  if (!URL.canParse(address)) return true
  const { username, password } = new URL(address)
  return username === '' && password === ''
}
