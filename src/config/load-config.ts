import { dirname, isAbsolute, join } from 'node:path'
import { KikuError } from '../domain/errors.ts'
import type { Config } from './config.ts'
import { describeIssue } from './describe-issue.ts'
import { detectColor, detectLanguage } from './detect-terminal.ts'
import { describeDiscordGaps, readDiscordSecrets } from './discord-secrets.ts'
import { originOf, type SettingLayers } from './layer-settings.ts'
import { expandPath, type FileAccess, locateConfigFile } from './locate-config.ts'
import { withEnvFile } from './read-env-file.ts'
import { type Environment, OIDC_CLIENT_SECRET, readVariables } from './read-variables.ts'
import { type ConfigFile, configSchema } from './schema.ts'
import { createSecret, type Secret } from './secret.ts'
import { mergeSettings, type Settings, settingAt } from './settings-tree.ts'
import { describeSlackGaps, readSlackSecrets } from './slack-secrets.ts'
import { describeTelemetryGaps } from './telemetry-schema.ts'
import { readToolSecrets } from './tool-secrets.ts'

/** What the command line says about the configuration. */
export interface ConfigFlags {
  readonly data?: string
  readonly config?: string
  readonly language?: string
  readonly logLevel?: string
}

export interface ConfigInput extends FileAccess {
  readonly flags: ConfigFlags
  readonly environment: Environment
}

const DEFAULT_DATA = '~/.kiku'

/**
 * The configuration in force: flags before environment before `.env` before file before defaults.
 * @throws KikuError `config-invalid` naming every key that is wrong, its value and what is allowed.
 */
export function loadConfig(given: ConfigInput): Config {
  const input = { ...given, environment: withEnvFile(given.environment, given) }
  const { flags, environment, cwd, home } = input
  const variables = readVariables(environment)
  const firstFolder = expandPath(flags.data ?? nonEmpty(environment.KIKU_DATA) ?? DEFAULT_DATA, cwd, home)
  const file = locateConfigFile(flags.config ?? nonEmpty(environment.KIKU_CONFIG), firstFolder, input)
  const layers = { flags: flagSettings(flags), variables: variables.settings, file }
  const settings = validate(layers)
  checkDataFolder(layers, firstFolder)
  checkEmbedder(settings.embedder)
  return completeConfig(settings, layers, input, variables.warnings)
}

function flagSettings({ data, language, logLevel }: ConfigFlags): Settings {
  return {
    ...(data === undefined ? {} : { data }),
    ...(language === undefined ? {} : { language }),
    ...(logLevel === undefined ? {} : { log: { level: logLevel } }),
  }
}

function validate(layers: SettingLayers): ConfigFile {
  const merged = mergeSettings(mergeSettings(layers.file?.settings ?? {}, layers.variables), layers.flags)
  const parsed = configSchema.safeParse(merged)
  if (parsed.success) return parsed.data
  const sentences = parsed.error.issues.map((issue) =>
    describeIssue(issue, { origin: originOf(issue.path, layers), input: merged }),
  )
  throw new KikuError('config-invalid', sentences.join(' '), {
    remedy: 'docs/handbook/configuration.md explains every key.',
  })
}

// A file inside the data folder that names another data folder would be found in one and obeyed in the other.
function checkDataFolder({ file, variables, flags }: SettingLayers, firstFolder: string): void {
  if (file === null || file.settings.data === undefined || dirname(file.path) !== firstFolder) return
  if (variables.data !== undefined || flags.data !== undefined) return
  throw new KikuError('config-invalid', `${file.path}: data cannot be set in the data folder's own file.`, {
    remedy: 'Remove the key there, and use --data or KIKU_DATA.',
  })
}

function checkEmbedder({ provider, model, url }: ConfigFile['embedder']): void {
  if (provider !== 'bundled' && model === undefined) {
    throw new KikuError('config-invalid', `embedder.model is missing, but embedder.provider is ${provider}.`, {
      remedy: 'Name the embedding model, such as "bge-m3", or set embedder.provider to bundled.',
    })
  }
  if (provider === 'openai' && url === undefined) {
    throw new KikuError('config-invalid', 'embedder.url is missing, but embedder.provider is openai.', {
      remedy: 'Give the address that ends in /v1, such as "http://127.0.0.1:8080/v1".',
    })
  }
}

// Ids of models look like relative paths, so a path begins like one beyond doubt.
function namesPath(model: string | undefined): model is string {
  return model !== undefined && (/^(\.{1,2}|~)(\/|$)/.test(model) || isAbsolute(model))
}

function completeConfig(
  settings: ConfigFile,
  layers: SettingLayers,
  input: ConfigInput,
  warnings: readonly string[],
): Config {
  // A path is meant from where it was written: the file's own folder, or the folder that the user stands in.
  const absolute = (value: string, path: readonly string[]) =>
    expandPath(value, baseFolder(path, layers, input.cwd), input.home)
  const data = absolute(settings.data ?? DEFAULT_DATA, ['data'])
  const { apiKeyFile, ...embedder } = settings.embedder
  const apiKey = readApiKey(apiKeyFile && absolute(apiKeyFile, ['embedder', 'apiKeyFile']), input)
  const slack = { ...settings.slack, ...readSlackSecrets(input.environment), apiUrl: withSlash(settings.slack.apiUrl) }
  const discord = {
    ...settings.discord,
    ...readDiscordSecrets(input.environment),
    // discord.js puts the version behind the address itself.
    apiUrl: settings.discord.apiUrl.replace(/\/+$/, '').replace(/\/v\d+$/, ''),
    cdnUrl: withSlash(settings.discord.cdnUrl),
  }
  const oidcClientSecret = nonEmpty(input.environment[OIDC_CLIENT_SECRET])
  const { file: logFile = join(data, 'kiku.log'), ...log } = settings.log
  return {
    ...settings,
    data,
    language: settings.language === 'auto' ? detectLanguage(input.environment) : settings.language,
    color: detectColor(input.environment),
    embedder: {
      ...embedder,
      ...(embedder.provider === 'ollama' ? { url: embedder.url ?? settings.model.hosts[0] } : {}),
      ...(['transformers', 'bundled'].includes(embedder.provider) && namesPath(embedder.model)
        ? { model: absolute(embedder.model, ['embedder', 'model']) }
        : {}),
      ...(apiKey === undefined ? {} : { apiKey }),
    },
    slack,
    discord,
    web: {
      ...settings.web,
      language: settings.language,
      ...(oidcClientSecret === undefined ? {} : { oidcClientSecret: createSecret(oidcClientSecret) }),
    },
    log: { ...log, file: logFile === 'stderr' ? null : absolute(logFile, ['log', 'file']) },
    file: layers.file?.path ?? null,
    toolSecrets: readToolSecrets(settings, input.environment),
    warnings: [
      ...warnings,
      ...describeSlackGaps(slack),
      ...describeDiscordGaps(discord),
      ...describeTelemetryGaps(settings.telemetry),
    ],
  }
}

function baseFolder(path: readonly string[], { flags, variables, file }: SettingLayers, cwd: string): string {
  const isOverridden = settingAt(flags, path) !== undefined || settingAt(variables, path) !== undefined
  return file === null || isOverridden ? cwd : dirname(file.path)
}

function readApiKey(path: string | undefined, { environment, readFile }: ConfigInput): Secret | undefined {
  const fromVariable = nonEmpty(environment.KIKU_EMBEDDER_API_KEY)
  if (fromVariable !== undefined) return createSecret(fromVariable)
  if (path === undefined) return undefined
  const key = readFile(path)?.trim()
  if (key) return createSecret(key)
  throw new KikuError('config-invalid', `embedder.apiKeyFile names ${path}, which is missing or empty.`, {
    remedy: 'Put the key into that file, or set KIKU_EMBEDDER_API_KEY.',
  })
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`
}

function nonEmpty(value: string | undefined): string | undefined {
  return value?.trim() || undefined
}
