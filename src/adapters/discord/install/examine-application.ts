import { broken, type DiscordFinding, off, ok, oneLine, warning } from './discord-finding.ts'
import type { DiscordApplication } from './read-application.ts'

const PORTAL = 'your application at https://discord.com/developers/applications'

/** What the settings of the application mean for Kiku. */
export function examineApplication(application: DiscordApplication): readonly DiscordFinding[] {
  const { name, needsCodeGrant, hasEndpoint, isForServers } = application
  return [
    ok(`Kiku is ${oneLine(name)}.`),
    ...(hasEndpoint ? [ENDPOINT] : []),
    ...(needsCodeGrant ? [CODE_GRANT] : []),
    ...(isForServers ? [] : [NO_SERVERS]),
    application.hasMessageContent ? ok('The Message Content intent is on.') : NO_CONTENT,
    application.isForPeople ? ok('People can add Kiku to their own account, too.') : NOT_FOR_PEOPLE,
  ]
}

const ENDPOINT = broken(
  'Commands and buttons go to the Interactions Endpoint URL of the application, where Kiku does not see them.',
  `Empty "Interactions Endpoint URL" under "General Information" of ${PORTAL}.`,
)

const CODE_GRANT = broken(
  'Kiku cannot be added to servers, since the application demands a code grant.',
  `Turn "Requires OAuth2 Code Grant" off under "Bot" of ${PORTAL}.`,
)

const NO_SERVERS = warning(
  'Kiku cannot be added to servers, since the application is for people alone.',
  `Turn "Guild Install" on under "Installation" of ${PORTAL}.`,
)

const NO_CONTENT = off(
  'The Message Content intent is off: mentions, direct messages, slash commands and menus work; follow-ups without a mention, remembering and summaries do not.',
  `Turn "Message Content Intent" on under "Bot" of ${PORTAL}, and start Kiku again.`,
)

const NOT_FOR_PEOPLE = off(
  'People cannot add Kiku to their own account.',
  `Turn "User Install" on under "Installation" of ${PORTAL}, if you want that.`,
)
