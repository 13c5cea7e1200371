import { ButtonStyle, ComponentType } from 'discord.js'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { BOT_USER, type DiscordMessage, type Interaction, visibleText } from './discord/discord-server.ts'
import type { DiscordJourney } from './journey-discord.ts'
import { answerRequests, promptOf } from './journey-model.ts'

/** People who talk to Kiku in a local Discord, and wait until it has answered. */
export interface DiscordTalk {
  /** Asks in a channel by naming Kiku, or directly where no channel is given, and waits for the answer. */
  ask(question: Question): Promise<Asked>
  /** Asks with `/ask` and waits for the answer. */
  askByCommand(
    question: CommandQuestion,
  ): Promise<{ readonly interaction: Interaction; readonly answer: DiscordMessage }>
  /** Answers that stand in a channel or thread as they will stay, oldest first. */
  answersIn(channel: string): readonly DiscordMessage[]
  /** Waits until so many answers stand in a channel or thread. @returns the last of them */
  answerIn(channel: string, count?: number): Promise<DiscordMessage>
  /** Clicks a button of Kiku's and waits for what comes of it. */
  click(click: { readonly user: string; readonly on: DiscordMessage; readonly action: string }): Promise<Interaction>
  /** Uses a command and waits for what the person alone is shown in return. */
  use(command: Command): Promise<Shown>
  /** Clicks a button of Kiku's and waits for what the person alone is shown in return. */
  press(click: { readonly user: string; readonly on: DiscordMessage; readonly action: string }): Promise<Shown>
  /** Presses a button of which the person made up the id, below a message that they see. */
  pressForged(click: { readonly user: string; readonly on: DiscordMessage; readonly customId: string }): Promise<Shown>
  /** Does something and waits for what one person alone is shown in return, new or in place of something. */
  privately(user: string, act: () => Promise<unknown>): Promise<Shown>
  /** What people see in a channel. */
  textsIn(channel: string): string
  /** Every prompt for an answer since some moment. */
  prompts(since?: number): readonly string[]
}

interface Question {
  readonly user: string
  readonly channel?: string
  readonly text: string
  readonly replyTo?: DiscordMessage
}

interface CommandQuestion {
  readonly user: string
  readonly channel?: string
  readonly question: string
  readonly options?: Readonly<Record<string, string>>
  readonly locale?: string
}

type Command = Parameters<DiscordJourney['discord']['slash']>[0]

interface Shown {
  readonly text: string
  readonly message: DiscordMessage
}

interface Asked {
  readonly said: DiscordMessage
  /** Where the answer stands: the thread opened for it, or where it was asked. */
  readonly channel: string
  readonly answer: DiscordMessage
}

export function createDiscordTalk({ discord, model }: DiscordJourney): DiscordTalk {
  const answersIn = (channel: string) => discord.repliesIn(channel).filter(isAnswer)

  const answerIn = async (channel: string, count = 1) => {
    await discord.waitFor(() => answersIn(channel).length >= count, `answer ${count} in ${channel}`)
    const answer = answersIn(channel)[count - 1]
    if (answer === undefined) throw new Error('The answer has gone again.')
    return answer
  }

  const privately = async (user: string, act: () => Promise<unknown>) => {
    const before = new Map(discord.ephemeralsFor(user).map((one) => [one, one.versions.length]))
    const isNew = (one: DiscordMessage) => before.get(one) !== one.versions.length && !isUnderWay(one)
    await act()
    const message = await discord.waitFor(() => discord.ephemeralsFor(user).findLast(isNew), `what ${user} is shown`)
    return { text: visibleText(message), message }
  }

  const click: DiscordTalk['click'] = ({ user, on, action }) =>
    discord.click({ user, on, customId: new RegExp(`^${action}(?::|$)`) })

  return {
    answersIn,
    answerIn,
    click,
    privately,
    press: (about) => privately(about.user, () => click(about)),
    pressForged: ({ user, on, customId }) =>
      privately(user, async () => {
        const { components } = on
        const button = { type: ComponentType.Button, style: ButtonStyle.Secondary, label: '?', custom_id: customId }
        on.components = [{ type: ComponentType.ActionRow, components: [button] }]
        const clicked = discord.click({ user, on, customId })
        on.components = components
        await clicked
      }),
    async use(command) {
      await discord.waitFor(() => discord.commands().length > 0, 'the commands')
      return privately(command.user, () => discord.slash(command))
    },
    async ask({ user, channel, text, replyTo }) {
      const place = { ...(channel === undefined ? {} : { channel }), ...(replyTo === undefined ? {} : { replyTo }) }
      const words = channel === undefined ? text : `<@${BOT_USER}> ${text}`
      const seen = new Set(channel === undefined ? [] : answersIn(channel).map(({ id }) => id))
      const said = discord.say({ user, text: words, ...place })
      // A thread that hangs on a message has its id.
      const find = () =>
        [said.id, said.channelId].flatMap((id) => answersIn(id)).find(({ id, at }) => !seen.has(id) && at >= said.at)
      await discord.waitFor(() => find() !== undefined, `an answer to ${said.id}`)
      const answer = find()
      if (answer === undefined) throw new Error('The answer has gone again.')
      return { said, channel: answer.channelId, answer }
    },
    async askByCommand({ user, channel, question, options = {}, locale }) {
      const interaction = await discord.slash({
        user,
        name: 'ask',
        options: { question, ...options },
        ...(channel === undefined ? {} : { channel }),
        ...(locale === undefined ? {} : { locale }),
      })
      const find = () =>
        [interaction.original, ...interaction.followUps].find((one) => one !== undefined && isAnswer(one))
      await discord.waitFor(() => find() !== undefined, 'the answer to a command')
      const answer = find()
      if (answer === undefined) throw new Error('The answer has gone again.')
      return { interaction, answer }
    },
    textsIn: (channel) => discord.messagesIn(channel).map(visibleText).join('\n'),
    prompts: (since = 0) =>
      model === undefined
        ? []
        : answerRequests(model)
            .slice(since)
            .map(({ chat }) => promptOf(chat)),
  }
}

/** Whether a message of Kiku's is an answer that stands as it will stay. */
function isAnswer({ components, isDeleted }: DiscordMessage): boolean {
  return !isDeleted && JSON.stringify(components).includes(ACTIONS.helpful)
}

/** Whether more is still to come in a message of Kiku's. */
function isUnderWay(message: DiscordMessage): boolean {
  return visibleText(message) === '(thinking)' || JSON.stringify(message.components).includes(ACTIONS.stop)
}
