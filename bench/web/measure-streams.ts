import { type Mark, writeMark } from '../chat/marks.ts'
import type { AskedStream } from './ask-at-once.ts'
import type { WebScene } from './open-web-scene.ts'
import { type Spread, spreadOf } from './quantiles.ts'
import { VISITORS } from './settings.ts'
import type { WatchedCost } from './watch-process.ts'

export interface StreamFigures {
  /** How the streams ended, and with which kind of answer, by how many. */
  readonly ends: Readonly<Record<string, number>>
  /** Milliseconds from the question. */
  readonly firstEvent: Spread
  readonly firstToken: Spread
  readonly whole: Spread
  /** Milliseconds from the model's writing a word to its being with whoever asked: of the first mark of an answer, and of all. */
  readonly firstLag: Spread
  readonly lag: Spread
  /** Answers that the model wrote at one time. */
  readonly mostAtOnce: number
  readonly cost: WatchedCost
}

/** Everybody asks at the same moment and reads along. */
export async function measureStreams(scene: WebScene, texts: readonly string[]): Promise<StreamFigures> {
  const { url, kiku, model, clients } = scene
  const questions = VISITORS.slice(1).map(({ secret }, at) => ({
    text: `${texts[at % texts.length]!} ${writeMark({ question: at, part: 0 })}`,
    token: secret,
  }))
  await kiku.call('begin', undefined)
  const streams = await clients.call('askAtOnce', { url, questions })
  const cost = await kiku.call('end', undefined)
  const { written, mostAtOnce } = await model.call('account', undefined)
  const lags = lagsOf(streams, written)
  return {
    ends: countEnds(streams),
    firstEvent: spreadOf(streams.flatMap(({ sentAt, firstEventAt }) => since(sentAt, firstEventAt))),
    firstToken: spreadOf(streams.flatMap(({ sentAt, firstTokenAt }) => since(sentAt, firstTokenAt))),
    whole: spreadOf(streams.map(({ sentAt, endedAt }) => endedAt - sentAt)),
    firstLag: spreadOf(lags.filter(({ part }) => part === 1).map(({ ms }) => ms)),
    lag: spreadOf(lags.map(({ ms }) => ms)),
    mostAtOnce,
    cost,
  }
}

function since(from: number, to: number | undefined): number[] {
  return to === undefined ? [] : [to - from]
}

function countEnds(streams: readonly AskedStream[]): Record<string, number> {
  const ends: Record<string, number> = {}
  for (const { end, answer } of streams) {
    const name = answer === undefined ? end : `${end}, ${answer}`
    ends[name] = (ends[name] ?? 0) + 1
  }
  return ends
}

function lagsOf(streams: readonly AskedStream[], written: readonly (Mark & { readonly at: number })[]) {
  const keyOf = ({ question, part }: Mark) => `${question} ${part}`
  const times = new Map(written.map((mark) => [keyOf(mark), mark.at]))
  return streams.flatMap(({ seen }) =>
    seen.flatMap((mark) => {
      const at = times.get(keyOf(mark))
      return at === undefined ? [] : [{ part: mark.part, ms: mark.at - at }]
    }),
  )
}
