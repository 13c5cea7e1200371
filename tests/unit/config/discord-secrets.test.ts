import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load-config.ts'
import { KikuError } from '../../../src/domain/errors.ts'

interface Situation {
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

function load({ environment = {}, files = {} }: Situation) {
  return loadConfig({
    flags: {},
    environment,
    cwd: '/project',
    home: '/home/aki',
    readFile: (path) => files[path],
  })
}

function complaint(situation: Situation): { readonly message: string; readonly remedy: string } {
  try {
    load(situation)
  } catch (error) {
    if (error instanceof KikuError && error.code === 'config-invalid') {
      return { message: error.message, remedy: error.remedy ?? '' }
    }
    throw error
  }
  throw new Error('The configuration was accepted.')
}

const ID = '1300000000000000001'
const TOKEN = `${Buffer.from(ID).toString('base64url')}.GabcDE.sesame-sesame_sesame-sesame_sesame-se`
const FILE = '/project/kiku.config.yaml'

describe('the token of Discord', () => {
  it('comes from the environment, without the space around it, or from .env', () => {
    const fromEnvironment = load({
      environment: { DISCORD_TOKEN: ` ${TOKEN}\n` },
      files: { '/project/.env': 'DISCORD_TOKEN=other' },
    })
    const fromFile = load({ files: { '/project/.env': `DISCORD_TOKEN="${TOKEN}"\nDISCORD_OTHER=x\n` } })

    expect(fromEnvironment.discord.token?.reveal()).toBe(TOKEN)
    expect(fromFile.discord.token?.reveal()).toBe(TOKEN)
  })

  it('counts as unset when it is blank, and Discord begins with its defaults', () => {
    const config = load({ environment: { DISCORD_TOKEN: ' ' } })

    expect(config.discord).toEqual({
      apiUrl: 'https://discord.com/api',
      cdnUrl: 'https://cdn.discordapp.com/',
      threads: true,
      followUps: true,
      remember: false,
      shards: 'auto',
      registerIn: [],
    })
    expect(config.warnings).toEqual([])
  })

  it('is never printed', () => {
    const config = load({ environment: { DISCORD_TOKEN: TOKEN } })

    expect(`${JSON.stringify(config)}${config.discord.token}`).not.toContain('sesame')
  })

  it.each([
    [ID, 'is the id of an application, a bot or a server', 'Press "Reset Token"'],
    ['sesame_Sesame-sesame_Sesame-se00', "is the application's client secret", 'Press "Reset Token"'],
    ['ab'.repeat(32), "is the application's public key", 'Press "Reset Token"'],
    [`Bot ${TOKEN}`, 'begins with the word Bot', 'Remove the word'],
    [`"bearer ${TOKEN}"`, 'begins with the word bearer', 'Remove the word'],
    ['mfa.sesame', "a person's token", 'docs/handbook/discord.md'],
    ['https://discord.com/api/webhooks/1/sesame', 'is the address of a webhook', 'Press "Reset Token"'],
    ['https://discord.com/developers', 'is an address', 'Press "Reset Token"'],
    ['sesame', 'is no token of Discord', 'Press "Reset Token"'],
    [TOKEN.slice(4), 'is not whole', 'from its first to its last character'],
    [TOKEN.split('.').slice(0, 2).join('.'), 'is no token of Discord', 'Press "Reset Token"'],
    [`"${TOKEN}"`, 'has quotation marks', 'Remove the quotation marks'],
    [TOKEN.replace('.', '\n.'), 'a space or a line break', 'on one line'],
    ['xoxb-1-sesame', 'is no token of Discord', 'Press "Reset Token"'],
  ])('is explained where it cannot be right (%#)', (token, message, remedy) => {
    const complained = complaint({ environment: { DISCORD_TOKEN: token } })

    expect(complained.message).toContain(message)
    expect(complained.remedy).toContain(remedy)
    expect(`${complained.message}${complained.remedy}`).not.toMatch(/sesame|abab|13000/)
  })

  it('does not belong in the configuration file', () => {
    const { message } = complaint({ files: { [FILE]: `discord: { token: ${TOKEN} }` } })

    expect(message).toContain('discord.token is a secret and must not stand in this file; set DISCORD_TOKEN in')
    expect(message).not.toContain('sesame')
  })

  it('is not repeated when it was put into another key', () => {
    expect(complaint({ environment: { KIKU_DISCORD_API_URL: TOKEN } }).message).toBe(
      'KIKU_DISCORD_API_URL: discord.apiUrl is "…", but must be an address that starts with http:// or https://.',
    )
  })

  it('is suggested for a variable with the wrong beginning', () => {
    const { warnings } = load({ environment: { KIKU_DISCORD_TOKEN: 'x' } })

    expect(warnings[0]).toContain('Did you mean DISCORD_TOKEN?')
  })
})

describe('the addresses of Discord', () => {
  it.each([
    ['https://proxy.example.org/api/', 'https://proxy.example.org/api', 0],
    ['https://discord.com/api/v10', 'https://discord.com/api', 0],
    ['http://127.0.0.1:8080/api', 'http://127.0.0.1:8080/api', 0],
    ['http://proxy.example.org/api', 'http://proxy.example.org/api', 1],
  ])(
    '%s has no slash and no version, and warns where the token would travel unencrypted',
    (address, expected, count) => {
      const config = load({ environment: { DISCORD_TOKEN: TOKEN, KIKU_DISCORD_API_URL: address } })

      expect(config.discord.apiUrl).toBe(expected)
      expect(config.warnings).toHaveLength(count)
    },
  )

  it('end in a slash where files are kept', () => {
    const { discord } = load({ environment: { KIKU_DISCORD_CDN_URL: 'http://127.0.0.1:8080/files' } })

    expect(discord.cdnUrl).toBe('http://127.0.0.1:8080/files/')
  })
})

describe('the switches of Discord', () => {
  it('can be set by variables', () => {
    const { discord } = load({
      environment: {
        KIKU_DISCORD_THREADS: 'no',
        KIKU_DISCORD_FOLLOW_UPS: 'off',
        KIKU_DISCORD_REMEMBER: 'true',
        KIKU_DISCORD_SHARDS: '4',
        KIKU_DISCORD_REGISTER_IN: `${ID}, 1300000000000000003`,
      },
    })

    expect(discord).toMatchObject({
      threads: false,
      followUps: false,
      remember: true,
      shards: 4,
      registerIn: [ID, '1300000000000000003'],
    })
  })

  it('keep every digit of an id that is not quoted', () => {
    const files = { [FILE]: `discord:\n  registerIn:\n    - ${ID}\n    - "1300000000000000003"\n  shards: 2\n` }

    expect(load({ files }).discord).toMatchObject({ registerIn: [ID, '1300000000000000003'], shards: 2 })
  })

  it.each([
    ['registerIn: [my-server]', 'discord.registerIn.0 is "my-server", but must be the id of a server'],
    ['registerIn: [12]', 'discord.registerIn.0 is 12, but must be a text'],
    ['shards: 0', 'discord.shards is 0, but must be more than 0'],
    ['shards: many', 'discord.shards is "many", but must be auto or a number'],
  ])('say what is allowed instead of %s', (line, message) => {
    expect(complaint({ files: { [FILE]: `discord: { ${line} }` } }).message).toContain(message)
  })
})
