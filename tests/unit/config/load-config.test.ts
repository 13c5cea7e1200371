import { describe, expect, it } from 'vitest'
import { type ConfigInput, loadConfig } from '../../../src/config/load-config.ts'
import { KikuError } from '../../../src/domain/errors.ts'

interface Situation {
  readonly flags?: ConfigInput['flags']
  readonly environment?: ConfigInput['environment']
  readonly files?: Readonly<Record<string, string>>
}

function load({ flags = {}, environment = {}, files = {} }: Situation) {
  return loadConfig({ flags, environment, cwd: '/project', home: '/home/aki', readFile: (path) => files[path] })
}

function complaint(situation: Situation): string {
  try {
    load(situation)
  } catch (error) {
    if (error instanceof KikuError && error.code === 'config-invalid') return error.message
    throw error
  }
  throw new Error('The configuration was accepted.')
}

const FILE = '/project/kiku.config.yaml'

describe('loadConfig', () => {
  it('has a working default for every key', () => {
    const config = load({})

    expect(config).toEqual({
      data: '/home/aki/.kiku',
      language: 'en',
      color: 'auto',
      model: {
        provider: 'ollama',
        hosts: ['http://127.0.0.1:11434'],
        name: 'auto',
        contextTokens: 'auto',
        concurrentRequests: 1,
        keepAliveMinutes: 30,
      },
      embedder: { provider: 'bundled', preset: 'auto', precision: 'auto' },
      ingest: {
        maxFileMegabytes: 50,
        chunkTokens: 320,
        allowPrivateAddresses: false,
        fetchTimeoutSeconds: 30,
        watch: true,
      },
      answer: { deadlineSeconds: 180, gatherSeconds: 10 },
      limits: {
        questionCharacters: 8000,
        perAuthorPerMinute: 30,
        perChannelPerMinute: 60,
        concurrentAnswers: 4,
        queueLength: 300,
      },
      slack: {
        apiUrl: 'https://slack.com/api/',
        host: '127.0.0.1',
        port: 3000,
        followUps: true,
        remember: false,
      },
      discord: {
        apiUrl: 'https://discord.com/api',
        cdnUrl: 'https://cdn.discordapp.com/',
        threads: true,
        followUps: true,
        remember: false,
        shards: 'auto',
        registerIn: [],
      },
      tools: {
        ...{ enabled: true, deny: [], timeZone: 'auto', offered: 6, steps: 5, calls: 8, seconds: 60 },
        ...{ approvalHours: 24, requests: [] },
      },
      mcpServers: {},
      mcp: { host: '127.0.0.1', port: 3939, allowedHosts: [], allowedOrigins: [], callsPerMinute: 60, tokens: [] },
      web: {
        ...{ enabled: true, host: '127.0.0.1', port: 4747, allowedHosts: [], allowedOrigins: [], audience: ['public'] },
        ...{ tokens: [], sessionHours: 12, requestsPerMinute: 600, language: 'auto' },
      },
      telemetry: { metrics: true, otlpHeaders: {}, sampleRatio: 1 },
      toolSecrets: new Map(),
      log: { level: 'info', maxMegabytes: 10, file: '/home/aki/.kiku/kiku.log' },
      file: null,
      warnings: [],
    })
  })

  it("keeps the secret of the page's OpenID client out of everything that prints the configuration", () => {
    const { web } = load({ environment: { KIKU_OIDC_CLIENT_SECRET: ' s3cret-of-the-client ' } })

    expect(web.oidcClientSecret?.reveal()).toBe('s3cret-of-the-client')
    expect(JSON.stringify(web)).not.toContain('s3cret')
  })

  it('lets flags win over variables, variables over the file, the file over defaults', () => {
    const files = { [FILE]: 'log: { level: debug, maxMegabytes: 3 }\nlanguage: ja\nmodel:\n  name: from-file\n' }
    const environment = { KIKU_LOG_LEVEL: 'warn', KIKU_MODEL_NAME: 'from-variable' }

    const config = load({ files, environment, flags: { logLevel: 'error' } })

    expect(config.log).toMatchObject({ level: 'error', maxMegabytes: 3 })
    expect(config.model).toMatchObject({ name: 'from-variable', provider: 'ollama' })
    expect(config.language).toBe('ja')
    expect(config.file).toBe(FILE)
  })

  it('uses the file of the current folder, else that of the data folder, and does not mix them', () => {
    const files = { [FILE]: 'language: ja', '/data/kiku.config.yaml': 'language: en\nlog: { level: debug }' }

    const here = load({ files, flags: { data: '/data' } })
    const there = load({
      files: { '/data/kiku.config.yaml': files['/data/kiku.config.yaml'] ?? '' },
      environment: { KIKU_DATA: '/data' },
    })

    expect(here).toMatchObject({ language: 'ja', log: { level: 'info' }, data: '/data' })
    expect(there).toMatchObject({ language: 'en', log: { level: 'debug' }, file: '/data/kiku.config.yaml' })
  })

  it('takes paths from where they were written', () => {
    const files = { '/etc/kiku/kiku.yaml': 'data: store\nlog: { file: logs/kiku.log }' }

    const fromFile = load({ files, flags: { config: '/etc/kiku/kiku.yaml' } })
    const fromFlag = load({ files, flags: { config: '/etc/kiku/kiku.yaml', data: 'here' } })

    expect(fromFile).toMatchObject({ data: '/etc/kiku/store', log: { file: '/etc/kiku/logs/kiku.log' } })
    expect(fromFlag.data).toBe('/project/here')
  })

  it.each([
    ['gpu-box', 'http://gpu-box:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    [':8080', 'http://127.0.0.1:8080'],
    ['https://ollama.example.org', 'https://ollama.example.org:443'],
    ['http://10.0.0.5:11434/', 'http://10.0.0.5:11434'],
  ])('understands OLLAMA_HOST=%s', (host, expected) => {
    const config = load({ environment: { OLLAMA_HOST: host } })

    expect(config.model.hosts).toEqual([expected])
  })

  it('reads lists, numbers and truth values from variables', () => {
    const config = load({
      environment: {
        KIKU_MODEL_HOSTS: 'http://a:1, http://b:2',
        KIKU_MODEL_CONTEXT_TOKENS: '8192',
        KIKU_INGEST_ALLOW_PRIVATE_ADDRESSES: 'yes',
        KIKU_LANGUAGE: '',
      },
    })

    expect(config.model).toMatchObject({ hosts: ['http://a:1', 'http://b:2'], contextTokens: 8192 })
    expect(config.ingest.allowPrivateAddresses).toBe(true)
    expect(config.language).toBe('en')
  })

  it.each([
    [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'ja_JP.UTF-8', KIKU_LANGUAGE: 'en' }, 'en'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
  ] as const)('chooses the language from %j', (environment, language) => {
    expect(load({ environment }).language).toBe(language)
  })

  it('accepts sections whose keys are all commented out', () => {
    const config = load({ files: { [FILE]: '# nothing set\nmodel:\n  # name: qwen3\nlog:\n' } })

    expect(config.model.name).toBe('auto')
  })

  it.each([
    ['model: { provider: olama }', `${FILE}: model.provider is "olama", but must be one of ollama, none.`],
    ['modle: { name: x }', `${FILE}: there is no key modle. Did you mean model?`],
    [
      'ingest: { maxFileMegabyte: 3 }',
      `${FILE}: there is no key ingest.maxFileMegabyte. Did you mean ingest.maxFileMegabytes?`,
    ],
    ['slack: { port: 70000 }', `${FILE}: slack.port is 70000, but must be at most 65535.`],
    [
      'slack: { apiUrl: slack.com }',
      `${FILE}: slack.apiUrl is "slack.com", but must be an address that starts with http:// or https://.`,
    ],
    ['log: { colour: red }', `${FILE}: there is no key log.colour. Allowed here: level, file, maxMegabytes.`],
    ['ingest: { maxFileMegabytes: -1 }', `${FILE}: ingest.maxFileMegabytes is -1, but must be more than 0.`],
    ['ingest: { chunkTokens: 1.5 }', `${FILE}: ingest.chunkTokens is 1.5, but must be a whole number.`],
    ['ingest: { watch: perhaps }', `${FILE}: ingest.watch is "perhaps", but must be true or false.`],
    ['limits: { queueLength: 99999 }', `${FILE}: limits.queueLength is 99999, but must be at most 10000.`],
    ['model: { hosts: [] }', `${FILE}: model.hosts is [], but must be a list with at least one entry.`],
    ['model: { hosts: localhost }', `${FILE}: model.hosts is "localhost", but must be a list.`],
    [
      'model: { hosts: [localhost] }',
      `${FILE}: model.hosts.0 is "localhost", but must be an address that starts with http:// or https://.`,
    ],
    ['model: { contextTokens: many }', `${FILE}: model.contextTokens is "many", but must be auto or a number.`],
    ['embedder: { provider: ollama }', 'embedder.model is missing, but embedder.provider is ollama.'],
    ['embedder: { provider: openai, model: m }', 'embedder.url is missing, but embedder.provider is openai.'],
    ['model: 3', `${FILE}: model is 3, but must be a section with keys.`],
    ['- a list', `${FILE} must hold keys with values, such as "language: ja".`],
    ['model: { name: a }\nmodel: { name: b }', `${FILE}, line 2, column 1: Map keys must be unique`],
    ['language: ja\n  log: [', `${FILE}, line 1, column 11: Nested mappings are not allowed in compact mappings`],
  ])('explains what is wrong with %j', (text, expected) => {
    expect(complaint({ files: { [FILE]: text } })).toBe(expected)
  })

  it('reports everything that is wrong at once, each with its origin', () => {
    const message = complaint({
      files: { [FILE]: 'languge: ja' },
      environment: { KIKU_LOG_LEVEL: 'loud', OLLAMA_HOST: 'http://[oops' },
      flags: { language: 'fr' },
    })

    expect(message).toContain('OLLAMA_HOST or KIKU_MODEL_HOSTS: model.hosts.0 is')
    expect(message).toContain(
      'KIKU_LOG_LEVEL: log.level is "loud", but must be one of silent, error, warn, info, debug.',
    )
    expect(message).toContain('command line: language is "fr", but must be one of auto, en, ja.')
    expect(message).toContain('there is no key languge. Did you mean language?')
  })

  it('never shows a secret, and keeps secrets out of the file', () => {
    const inFile = complaint({ files: { [FILE]: 'embedder: { apiKey: hunter2 }' } })
    const inAddress = complaint({ files: { [FILE]: 'model: { hosts: ["http://me:hunter2@host/"] }' } })
    const config = load({ environment: { KIKU_EMBEDDER_API_KEY: 'hunter2' } })

    expect(inFile).toContain('embedder.apiKey is a secret and must not stand in this file')
    expect(inAddress).toContain('must be an address without user name and password')
    expect(`${inFile}${inAddress}${JSON.stringify(config)}${config.embedder.apiKey}`).not.toContain('hunter2')
    expect(config.embedder.apiKey?.reveal()).toBe('hunter2')
  })

  it('reads a key from the file that the configuration names', () => {
    const text = 'embedder: { provider: openai, model: m, url: "http://127.0.0.1:8080/v1", apiKeyFile: key.txt }'

    const config = load({ files: { [FILE]: text, '/project/key.txt': 'sesame\n' } })

    expect(config.embedder.apiKey?.reveal()).toBe('sesame')
    expect(complaint({ files: { [FILE]: text } })).toContain('/project/key.txt, which is missing or empty')
  })

  it.each([
    ['./models/e5', '/project/models/e5'],
    ['~/models/e5', '/home/aki/models/e5'],
    ['/srv/models/e5', '/srv/models/e5'],
    ['Xenova/multilingual-e5-small', 'Xenova/multilingual-e5-small'],
  ])('takes the embedding model %s as %s', (model, expected) => {
    const files = { [FILE]: `embedder: { provider: transformers, model: ${model} }` }

    expect(load({ files }).embedder.model).toBe(expected)
  })

  it('refuses a data folder that is named inside another data folder', () => {
    const files = { '/home/aki/.kiku/kiku.config.yaml': 'data: /elsewhere' }

    expect(complaint({ files })).toContain("data cannot be set in the data folder's own file")
  })

  it('takes its own variables from .env, below those set outside', () => {
    const files = { '/project/.env': 'KIKU_LOG_LEVEL=debug\nKIKU_LANGUAGE="ja"\nAWS_SECRET=x\nOLLAMA_HOST=gpu\n' }

    const config = load({ files, environment: { KIKU_LOG_LEVEL: 'warn' } })

    expect(config).toMatchObject({ log: { level: 'warn' }, language: 'ja', model: { hosts: ['http://gpu:11434'] } })
  })

  it('says which file was asked for and is not there', () => {
    expect(complaint({ flags: { config: 'gone.yaml' } })).toBe('There is no configuration file /project/gone.yaml.')
  })
})
