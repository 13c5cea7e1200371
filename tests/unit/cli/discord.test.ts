import { describe, expect, it } from 'vitest'
import type { CliDependencies, DiscordInvite } from '../../../src/cli/dependencies.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import { runCli } from '../../fakes/run-cli.ts'

const GUILD = '1300000000000000101'
const OTHER = '1300000000000000102'

const invite: DiscordInvite = {
  serverLink: 'https://discord.com/oauth2/authorize?client_id=1&integration_type=0',
  personLink: 'https://discord.com/oauth2/authorize?client_id=1&integration_type=1',
  permissions: [
    { label: 'View Channel', reason: 'see the channels that it is asked in' },
    { label: 'メッセージを送信', reason: 'チャンネルで答えるため' },
  ],
}

type Registration = Pick<Parameters<CliDependencies['registerDiscordCommands']>[1], 'guilds' | 'isRemoval'>

async function register(
  argv: readonly string[],
  outcome: 'registered' | 'unchanged' | 'removed',
  environment: Readonly<Record<string, string>> = {},
) {
  const asked: Registration[] = []
  const run = await runCli(['discord', 'register', ...argv], {
    environment,
    dependencies: {
      registerDiscordCommands: async (_config, { guilds, isRemoval }) => {
        asked.push({ guilds, isRemoval })
        return outcome
      },
    },
  })
  return { ...run, asked }
}

describe('kiku discord invite', () => {
  it('prints the links and what each permission is for, in columns', async () => {
    const run = await runCli(['discord', 'invite'], { dependencies: { discordInvite: async () => invite } })

    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout.split('\n')).toEqual([
      'Add Kiku to a server that you manage:',
      `  ${invite.serverLink}`,
      '',
      'It asks for these permissions, and no others:',
      '  View Channel      see the channels that it is asked in',
      '  メッセージを送信  チャンネルで答えるため',
      '',
      "Add Kiku's commands to your own account, to use them wherever you are in Discord:",
      `  ${invite.personLink}`,
      '',
    ])
  })

  it('speaks Japanese, and says how people could add it where they cannot', async () => {
    const { personLink: _link, ...others } = invite

    const run = await runCli(['discord', 'invite', '--language', 'ja'], {
      dependencies: { discordInvite: async () => others },
    })

    expect(run.stdout).toContain('管理しているサーバーに Kiku を追加:')
    expect(run.stdout).toContain('「User Install」を有効に')
  })

  it('says on one line what went wrong', async () => {
    const refusal = new KikuError('config-invalid', 'DISCORD_TOKEN is not set.', { remedy: 'Set it in .env.' })

    const run = await runCli(['discord', 'invite'], {
      dependencies: { discordInvite: () => Promise.reject(refusal) },
    })

    expect(run).toMatchObject({ code: 2, stdout: '', stderr: 'kiku: DISCORD_TOKEN is not set. Set it in .env.\n' })
  })
})

describe('kiku discord register', () => {
  it('registers everywhere', async () => {
    const run = await register([], 'registered')

    expect(run).toMatchObject({ code: 0, stderr: '', asked: [{ guilds: [], isRemoval: false }] })
    expect(run.stdout).toContain('The commands are registered everywhere.')
  })

  it('registers where the configuration says', async () => {
    const run = await register([], 'unchanged', { KIKU_DISCORD_REGISTER_IN: GUILD })

    expect(run).toMatchObject({ stderr: '', asked: [{ guilds: [GUILD], isRemoval: false }] })
    expect(run.stdout).toContain('in one server already')
  })

  it('registers in the servers that are named, and says how to keep that', async () => {
    const run = await register(['--guild', GUILD, '--guild', OTHER, '--guild', GUILD], 'registered')

    expect(run.asked).toEqual([{ guilds: [GUILD, OTHER], isRemoval: false }])
    expect(run.stdout).toContain('in 2 servers')
    expect(run.stderr).toContain('discord.registerIn')
  })

  it('needs no such hint where the configuration names the same servers', async () => {
    const run = await register(['--guild', GUILD], 'registered', { KIKU_DISCORD_REGISTER_IN: GUILD })

    expect(run.stderr).toBe('')
  })

  it.each([
    [[], 'everywhere'],
    [['--guild', GUILD], 'in one server'],
  ])('removes (%j)', async (argv, where) => {
    const run = await register(['--remove', ...argv], 'removed')

    expect(run.asked).toMatchObject([{ isRemoval: true }])
    expect(run.stdout).toContain(`The commands are removed ${where}.`)
    expect(run.stderr).toBe('')
  })

  it('refuses what is no id of a server, before anything is done', async () => {
    const run = await register(['--guild', 'my-server'], 'registered')

    expect(run).toMatchObject({ code: 2, stdout: '', asked: [] })
    expect(run.stderr).toContain('--guild is "my-server", but must be the id of a server. Turn "Developer Mode" on')
  })

  it('has help with examples', async () => {
    const run = await runCli(['discord', 'register', '--help'])

    expect(run.stdout).toMatch(/Usage: kiku discord register[\s\S]*--remove[\s\S]*Examples:/)
  })
})
