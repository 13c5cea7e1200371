import { ACTIONS } from '../../../../src/adapters/discord/interact/action-ids.ts'
import { BOT_USER, type DiscordMessage, type Interaction } from '../../discord/discord-server.ts'
import { isLoading } from '../../discord/messages/message.ts'
import { sees } from './oracle.ts'
import type { Stage } from './stage.ts'

/** Machines are busy with other things, too. */
const PATIENCE_MS = 25_000

/** Waits for the answer to a message: in the thread that was opened for it, or where it stands. */
export function answerAfter(said: DiscordMessage, { scene, conversations }: Stage): Promise<DiscordMessage> {
  const { discord } = scene
  const known = new Set(conversations.flatMap(({ answers }) => answers.map(({ message }) => message.id)))
  const isIts = (one: DiscordMessage) => isComplete(one) && one.at >= said.at && !known.has(one.id)
  const find = () => [said.id, said.channelId].flatMap((id) => discord.repliesIn(id)).find(isIts)
  return discord.waitFor(find, `an answer to ${said.content}`, PATIENCE_MS)
}

/** Waits for the answer to a command or click. */
export function answerOf(asked: Interaction, label: string, { scene }: Stage): Promise<DiscordMessage> {
  return scene.discord.waitFor(() => shownBy(asked).find(isComplete), label, PATIENCE_MS)
}

/**
 * Presses a button that somebody sees, and waits until what it shows stands.
 * @returns what was shown; undefined where that is no answer
 */
export async function clickOn(
  click: {
    readonly user: string
    readonly on: DiscordMessage
    readonly action: keyof typeof ACTIONS
    /** The conversation that goes on by it. */
    readonly in?: string
  },
  stage: Stage,
): Promise<DiscordMessage | undefined> {
  const { user, on, action } = click
  if (on.isDeleted || !sees(user, on.channelId, stage) || !has(on, action)) return undefined
  const before = on.versions.length
  const { discord } = stage.scene
  const customId = new RegExp(`^${ACTIONS[action]}(?::|$)`)
  const asked = await discord.click({ user, on, customId })
  if (click.in !== undefined) stage.places.set(asked.id, click.in)
  const isNew = (one: DiscordMessage) => one !== on || one.versions.length > before
  const shown = () => shownBy(asked).filter((one) => isNew(one) && !isUnderWay(one))
  await discord.waitFor(() => shown()[0], `what comes of ${action}`, PATIENCE_MS)
  return shown().find(isComplete)
}

export const has = ({ components }: DiscordMessage, action: keyof typeof ACTIONS) =>
  JSON.stringify(components).includes(ACTIONS[action])

function shownBy({ original, followUps }: Interaction): readonly DiscordMessage[] {
  return [...(original === undefined ? [] : [original]), ...followUps]
}

/** Whether a message is an answer of Kiku's that stands as it will stay, or says that there is none. */
function isComplete(message: DiscordMessage): boolean {
  return message.authorId === BOT_USER && !message.isDeleted && has(message, 'tryAgain') && !has(message, 'stop')
}

function isUnderWay(message: DiscordMessage): boolean {
  return isLoading(message) || has(message, 'stop')
}
