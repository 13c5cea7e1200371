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

function complaint(environment: Readonly<Record<string, string>>): {
  readonly message: string
  readonly remedy: string
} {
  try {
    load({ environment })
  } catch (error) {
    if (error instanceof KikuError && error.code === 'config-invalid') {
      return { message: error.message, remedy: error.remedy ?? '' }
    }
    throw error
  }
  throw new Error('The configuration was accepted.')
}

const BOT = { SLACK_BOT_TOKEN: 'xoxb-1-sesame' }

describe('the secrets of Slack', () => {
  it('come from the environment, without the space around them, or from .env', () => {
    const { slack } = load({
      environment: { SLACK_BOT_TOKEN: ' xoxb-1-sesame\n' },
      files: { '/project/.env': 'SLACK_BOT_TOKEN=xoxb-other\nSLACK_APP_TOKEN="xapp-1-A1-sesame"\nSLACK_OTHER=x\n' },
    })

    expect(slack.botToken?.reveal()).toBe('xoxb-1-sesame')
    expect(slack.appToken?.reveal()).toBe('xapp-1-A1-sesame')
    expect(slack.signingSecret).toBeUndefined()
  })

  it('count as unset when they are blank', () => {
    const config = load({ environment: { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: ' ', SLACK_SIGNING_SECRET: '' } })

    expect(Object.keys(config.slack)).toEqual(['apiUrl', 'host', 'port', 'followUps', 'remember'])
    expect(config.warnings).toEqual([])
  })

  it('are never printed', () => {
    const config = load({ environment: { ...BOT, SLACK_SIGNING_SECRET: 'sesame' } })

    expect(`${JSON.stringify(config)}${config.slack.botToken}${config.slack.signingSecret}`).not.toContain('sesame')
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'xapp-1-sesame' }, 'SLACK_BOT_TOKEN is an app-level token', 'Move it to SLACK_APP_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxp-1-sesame' }, "a person's token, which Kiku refuses", 'Take the bot token (xoxb-…)'],
    [{ SLACK_BOT_TOKEN: 'xoxe.xoxb-1-sesame' }, 'a token that expires within hours', 'token rotation off'],
    [{ SLACK_BOT_TOKEN: 'sesame' }, 'SLACK_BOT_TOKEN is no token of Slack', 'Copy a token that begins with xoxb-'],
    [{ SLACK_APP_TOKEN: 'xoxb-1-sesame' }, 'SLACK_APP_TOKEN is a bot token', 'Move it to SLACK_BOT_TOKEN'],
    [{ SLACK_SIGNING_SECRET: 'xapp-1-sesame' }, 'must be the signing secret', 'from "Basic Information"'],
    [{ SLACK_BOT_TOKEN: '"xoxb-1-sesame"' }, 'has quotation marks', 'Remove the quotation marks'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1\nsesame' }, 'a space or a line break', 'on one line'],
  ])('explains a value that cannot be right (%#)', (environment, message, remedy) => {
    const complained = complaint(environment)

    expect(complained.message).toContain(message)
    expect(complained.remedy).toContain(remedy)
    expect(`${complained.message}${complained.remedy}`).not.toContain('sesame')
  })

  it.each([
    [BOT, 'Slack stays off: SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is.'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'Slack stays off: SLACK_APP_TOKEN is set, but SLACK_BOT_TOKEN is not.'],
    [{ SLACK_SIGNING_SECRET: 'abc' }, 'Slack stays off: SLACK_SIGNING_SECRET is set, but SLACK_BOT_TOKEN is not.'],
  ])('warn when they are not enough (%#)', (environment, warning) => {
    const { warnings } = load({ environment })

    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(warning)
  })

  it('do not belong in the configuration file', () => {
    const files = { '/project/kiku.config.yaml': 'slack: { botToken: xoxb-1-sesame }' }

    expect(() => load({ files })).toThrow(
      'slack.botToken is a secret and must not stand in this file; set SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET in the environment or in .env',
    )
  })

  it('are not repeated when they were put into another key', () => {
    expect(complaint({ KIKU_SLACK_API_URL: 'xoxb-1-sesame' }).message).toBe(
      'KIKU_SLACK_API_URL: slack.apiUrl is "…", but must be an address that starts with http:// or https://.',
    )
  })

  it('are suggested for a variable with the wrong beginning', () => {
    const { warnings } = load({ environment: { KIKU_SLACK_BOT_TOKEN: 'xoxb-1' } })

    expect(warnings[0]).toContain('Did you mean SLACK_BOT_TOKEN?')
  })
})

describe('the address of the Web API', () => {
  it.each([
    ['https://slack-gov.com/api', 'https://slack-gov.com/api/', 0],
    ['http://127.0.0.1:8080/api/', 'http://127.0.0.1:8080/api/', 0],
    ['http://proxy.example.org/api/', 'http://proxy.example.org/api/', 1],
  ])('%s ends in a slash, and warns where tokens would travel unencrypted', (address, expected, warnings) => {
    const config = load({
      environment: { ...BOT, SLACK_APP_TOKEN: 'xapp-1', KIKU_SLACK_API_URL: address },
    })

    expect(config.slack.apiUrl).toBe(expected)
    expect(config.warnings).toHaveLength(warnings)
  })
})
