import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js'
import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { BOT_USER, type DiscordMessage, type Interaction, visibleText } from './discord/discord-server.ts'
import { createGate, type Gate } from './gate.ts'
import type { DiscordJourney } from './journey-discord.ts'
import { type AnswerScript, answering, answerRequests, promptOf } from './journey-model.ts'
import { UNHURRIED } from './slack-talk.ts'

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

/** Room for many answers that are written at the same time. */
export const SIDE_BY_SIDE = {
  ...UNHURRIED,
  KIKU_LIMITS_CONCURRENT_ANSWERS: '16',
  KIKU_MODEL_CONCURRENT_REQUESTS: '16',
} as const

/** A model that writes several answers at once, each as far as a test lets it. */
export interface PacedModel {
  readonly script: AnswerScript
  /**
   * Begins an answer with its first piece.
   * @param word stands in the question that it answers
   */
  write(word: string, pieces: readonly string[]): PacedAnswer
}

export interface PacedAnswer {
  /** Lets the model write so many pieces, all by default. */
  letOn(pieces?: number): void
}

export function createPacedModel(): PacedModel {
  const answers = new Map<string, { readonly pieces: readonly string[]; readonly gates: readonly Gate[] }>()
  return {
    // The question stands last in a prompt.
    script: answering((body) => {
      const prompt = promptOf(body)
      const [word = ''] = [...answers.keys()].toSorted((a, b) => prompt.lastIndexOf(b) - prompt.lastIndexOf(a))
      const answer = answers.get(word)
      if (answer === undefined || !prompt.includes(word))
        return { status: 500, error: 'The test wants no such answer.' }
      return { chunks: answer.pieces, beforePiece: (piece) => answer.gates[piece]?.passed }
    }),
    write(word, pieces) {
      const gates = pieces.map(createGate)
      answers.set(word, { pieces, gates })
      const letOn = (count = pieces.length) => {
        for (const gate of gates.slice(0, count)) gate.open()
      }
      letOn(1)
      return { letOn }
    },
  }
}

/**
 * An answer that goes on once its first words are seen. What Kiku edits it has noted as its own before, so that a reply to
 * the complete answer, however quick, is known for one.
 * @param first words that no other answer begins with
 */
export function inTwoSteps(discord: DiscordJourney['discord'], first: string, rest: string): AnswerScript {
  const isSeen = () =>
    [...discord.world.channels.keys()].some((channel) =>
      discord
        .messagesIn(channel)
        .some(({ versions }) => versions.some(({ content }) => content.includes(first.trim()))),
    )
  const wait = async () => void (await discord.waitFor(isSeen, `the words: ${first}`))
  return answering({ chunks: [first, rest], beforePiece: (piece) => (piece === 1 ? wait() : undefined) })
}

/** What Kiku wrote without all that keeps it from calling people, unfolding links, and being there twice. */
export function carelessWrites({ calls }: Pick<DiscordJourney['discord'], 'calls'>): readonly unknown[] {
  return calls.flatMap(({ method, route, body }) => {
    if (method !== 'POST' && method !== 'PATCH') return []
    if (!/^\w+ \/(?:channels\/:channel\/messages|webhooks)(?:\/:\w+|\/messages)*$/.test(route)) return []
    const {
      allowed_mentions: allowed,
      flags,
      nonce,
      enforce_nonce: enforced,
    } = body as Readonly<Record<string, unknown>>
    const isQuiet = JSON.stringify(allowed) === JSON.stringify({ parse: [], replied_user: false })
    const isFolded = (Number(flags ?? 0) & (MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2)) !== 0
    const isOnce = route !== 'POST /channels/:channel/messages' || (typeof nonce === 'string' && enforced === true)
    return isQuiet && isFolded && isOnce ? [] : [{ route, body }]
  })
}
