import { KikuError } from '../../domain/errors.ts'
import type { DiscordInvite } from '../dependencies.ts'
import { type CommandContext, type Session, withSession } from '../session.ts'
import type { DiscordStrings } from '../strings/strings.ts'
import { displayWidth } from '../text/display-width.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'

export interface DiscordFlags {
  readonly data?: string
}

export interface DiscordRegisterFlags extends DiscordFlags {
  /** Ids of servers. */
  readonly guild?: readonly string[]
  readonly remove?: boolean
}

/** `kiku discord invite`: the links that add Kiku to servers and accounts, with what each permission is for. */
export async function runDiscordInvite(context: CommandContext, flags: DiscordFlags): Promise<number> {
  return withSession(context, flags, async ({ config, dependencies, telemetry, signal, io, strings }) => {
    const invite = await dependencies.discordInvite(config, { telemetry, signal })
    io.stdout.write(`${describeInvite(invite, strings.discord)}\n`)
    return 0
  })
}

/** `kiku discord register`: the commands, at once. A start of Kiku does the same where they have changed. */
export async function runDiscordRegister(context: CommandContext, flags: DiscordRegisterFlags): Promise<number> {
  const given = [...new Set(flags.guild ?? [])]
  checkIds(given)
  return withSession(context, flags, async (session) => {
    const { config, dependencies, telemetry, signal, io, strings } = session
    const isRemoval = flags.remove === true
    const guilds = given.length > 0 ? given : config.discord.registerIn
    const options = { guilds, isRemoval, telemetry, signal }
    const outcome = await dependencies.registerDiscordCommands(config, options)
    io.stdout.write(`${strings.discord.registration(outcome, guilds.length)}\n`)
    if (!isRemoval && given.length > 0 && !isConfigured(given, session)) session.tell(strings.discord.keepServers)
    return 0
  })
}

function isConfigured(guilds: readonly string[], { config }: Session): boolean {
  const { registerIn } = config.discord
  return guilds.length === registerIn.length && guilds.every((guild) => registerIn.includes(guild))
}

function checkIds(guilds: readonly string[]): void {
  const wrong = guilds.find((guild) => !/^\d{17,20}$/.test(guild))
  if (wrong === undefined) return
  throw new KikuError('misuse', `--guild is ${JSON.stringify(wrong.slice(0, 40))}, but must be the id of a server.`, {
    remedy:
      'Turn "Developer Mode" on in the settings of Discord, and choose "Copy Server ID" in the menu of the server.',
  })
}

function describeInvite({ serverLink, personLink, permissions }: DiscordInvite, words: DiscordStrings): string {
  const width = Math.max(0, ...permissions.map(({ label }) => displayWidth(label)))
  const rows = permissions.map(({ label, reason }) => {
    const space = ' '.repeat(width - displayWidth(label) + 2)
    return `  ${neutralizeLine(label)}${space}${neutralizeLine(reason)}`
  })
  const toAccount =
    personLink === undefined ? [words.noAccounts] : [words.addToAccount, `  ${neutralizeLine(personLink)}`]
  return [
    ...[words.addToServer, `  ${neutralizeLine(serverLink)}`, ''],
    ...[words.permissions, ...rows, ''],
    ...toAccount,
  ].join('\n')
}
