import { ACTIONS } from '../../src/adapters/slack/interact/action-ids.ts'
import { answering, answerRequests, promptOf } from './journey-model.ts'
import type { SlackJourney } from './journey-slack.ts'
import type { OllamaServerOptions } from './ollama-server.ts'
import type { ScriptedChat, WireChatBody } from './ollama-wire.ts'
import { type Ephemeral, type Said, type SlackMessage, visibleText } from './slack/slack-server.ts'
import { BOT_USER } from './slack/world.ts'

/** People who talk to Kiku in a local Slack, and wait until it has answered. */
export interface SlackTalk {
  /** Asks in a channel by naming Kiku, or directly where no channel is given. */
  ask(question: Question): Promise<Asked>
  /** Waits for an answer in a thread: the first by default. */
  answerTo(said: Pick<Said, 'channel' | 'threadTs'>, count?: number): Promise<SlackMessage>
  answersTo(said: Pick<Said, 'channel' | 'threadTs'>): readonly SlackMessage[]
  /** Types a command and waits for what comes of it; what only says that Kiku is on it does not count. */
  command(text: string, about: { readonly user: string; readonly channel?: string }): Promise<Shown>
  /** Clicks and waits for what the person is told or shown in return. */
  click(click: Click): Promise<Shown>
  /** Does something and waits for what one person alone is shown in return, new or in place of something. */
  privately(user: string, act: () => Promise<unknown>): Promise<Shown>
  /** What people see in a channel and its threads. */
  textsIn(channel: string): string
  /** Every prompt for an answer since some moment. */
  prompts(since?: number): readonly string[]
}

interface Question {
  readonly user: string
  readonly channel?: string
  readonly text: string
  readonly threadTs?: string
}

interface Asked {
  readonly said: Said
  readonly answer: SlackMessage
}

interface Shown {
  readonly text: string
  readonly message: Ephemeral
}

type Click = Parameters<SlackJourney['slack']['click']>[0]

/** Sentences that the model of these journeys passes on. */
const FACT =
  /The code of the [a-z]+ [a-z]+ is [a-z]+|[\p{sc=Han}\p{sc=Katakana}]+の暗号は[\p{sc=Han}\p{sc=Katakana}]+です/gu

/** A model that passes on every fact in its sources, each with its number, such as "The code of the velvet vault is amaranth." */
function tellFacts(body: WireChatBody): ScriptedChat {
  const prompt = promptOf(body)
  const sources = [...prompt.matchAll(/<<<source (\d+) \w+>>>\n([\s\S]*?)<<<end \1 /g)]
  const facts = sources.flatMap(([, number, text = '']) =>
    (text.match(FACT) ?? []).map((fact) => `${fact} [${number}].`),
  )
  return { content: facts.join(' ') || 'The sources do not say.' }
}

/** A model server that tells facts to several people at once. */
export const TELLING: OllamaServerOptions = { numParallel: 4, script: answering(tellFacts) }

/** Room for more questions than a person would ask in a minute. */
export const UNHURRIED = {
  KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '1000',
  KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '1000',
} as const

export function createSlackTalk({ slack, model }: SlackJourney): SlackTalk {
  const answersTo: SlackTalk['answersTo'] = ({ channel, threadTs }) =>
    slack.repliesIn(channel, threadTs).filter(isAnswer)

  const answerTo: SlackTalk['answerTo'] = async (said, count = 1) => {
    await slack.waitFor(() => answersTo(said).length >= count, `answer ${count} in ${said.channel}/${said.threadTs}`)
    const answer = answersTo(said)[count - 1]
    if (answer === undefined) throw new Error('The answer has gone again.')
    return answer
  }

  const seeNew = async (user: string, act: () => Promise<unknown>, isMeant: (one: Ephemeral) => boolean) => {
    const before = new Map(slack.ephemeralsFor(user).map((one) => [one, one.edits]))
    const isNew = (one: Ephemeral) =>
      before.get(one) !== one.edits && (before.has(one) || isMeant(one)) && !isStatus(one)
    const find = () => slack.ephemeralsFor(user).findLast(isNew)
    await act()
    await slack.waitFor(() => find() !== undefined, `what ${user} alone is shown`)
    const message = find()
    if (message === undefined) throw new Error('What was shown has gone again.')
    return { text: visibleText(message), message }
  }

  return {
    answersTo,
    answerTo,
    privately: (user, act) => seeNew(user, act, () => true),
    async ask({ user, channel, text, threadTs }) {
      const place = { ...(channel === undefined ? {} : { channel }), ...(threadTs === undefined ? {} : { threadTs }) }
      const before = threadTs === undefined || channel === undefined ? 0 : answersTo({ channel, threadTs }).length
      const said = await slack.say({ user, text: channel === undefined ? text : `<@${BOT_USER}> ${text}`, ...place })
      return { said, answer: await answerTo(said, before + 1) }
    },
    // What Kiku says of its own accord, such as that it knows something better, comes another way.
    command: (text, about) => seeNew(about.user, () => slack.command(text, about), isResponse),
    click: (click) => seeNew(click.user, () => slack.click(click), isResponse),
    textsIn: (channel) => slack.messagesIn(channel).map(visibleText).join('\n'),
    prompts: (since = 0) =>
      model === undefined
        ? []
        : answerRequests(model)
            .slice(since)
            .map(({ chat }) => promptOf(chat)),
  }
}

/** Whether a message of Kiku's is an answer that stands as it will stay. */
function isAnswer({ blocks, streaming }: SlackMessage): boolean {
  return streaming !== 'in_progress' && JSON.stringify(blocks).includes(ACTIONS.feedback)
}

const STATUS = /^(Looking into it …|調べています…)$/

const isResponse = ({ via }: Ephemeral) => via === 'response_url'

function isStatus(shown: Ephemeral): boolean {
  return STATUS.test(visibleText(shown))
}
