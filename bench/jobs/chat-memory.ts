import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ChatPlatform } from '../chat/chat-platform.ts'
import { type Estimate, estimateSlope } from '../chat/estimate.ts'
import { openChatScene } from '../chat/open-chat-scene.ts'
import { openKikuInChat } from '../chat/open-kiku-in-chat.ts'
import { readChunks } from '../corpus/corpus.ts'
import { PLATFORMS } from '../platforms.ts'
import { dataFolder } from './open-bench-index.ts'

export interface ChatMemoryFigures {
  readonly questions: number
  readonly answered: number
  /** After every so many messages, garbage collected. */
  readonly samples: readonly MemorySample[]
  /** Bytes that a message leaves behind, from the second thousand on. */
  readonly heapBytes: Estimate
  readonly buffersBytes: Estimate
  readonly residentBytes: Estimate
  readonly messagesPerSecond: number
}

export interface MemorySample {
  readonly messages: number
  readonly heapMb: number
  /** Outside of the heap: vectors and other buffers. */
  readonly buffersMb: number
  readonly residentMb: number
}

const MESSAGES = 10_000
const STEP = 1_000
const QUESTION_EVERY = 20
const LONGEST_TEXT = 200
/** For what goes on after answers, such as embedding. */
const SETTLE_MS = 2_000
const MEGABYTE = 2 ** 20

/** Lets people talk for 10,000 messages, of which every 20th is a question, and weighs the process on the way. */
export async function weighChatTalk({
  platform,
  work,
  remember,
}: {
  readonly platform: ChatPlatform['name']
  readonly work: string
  /** Whether the channels are remembered. */
  readonly remember: boolean
}): Promise<ChatMemoryFigures> {
  const folder = join(work, `kiku-${platform}-memory-${remember}`)
  await cp(dataFolder(work), folder, { recursive: true })
  const texts = (await readChunks(work)).map(({ text }) => text.slice(0, LONGEST_TEXT))
  const { users, channels } = PLATFORMS[platform].shape
  const scene = await openChatScene(
    PLATFORMS[platform],
    { rates: 'none', users, channels, keepMessages: 300 },
    { slots: 4, tokensPerSecond: Number.POSITIVE_INFINITY, tokens: [12, 12] },
  )
  try {
    const kiku = await openKikuInChat(folder, scene, {
      KIKU_MODEL_CONCURRENT_REQUESTS: '4',
      [`KIKU_${platform.toUpperCase()}_REMEMBER`]: String(remember),
    })
    const samples = [await weigh(0)]
    let answered = 0
    let talkMs = 0
    for (let from = 0; from < MESSAGES; from += STEP) {
      const start = performance.now()
      const chatter = { from, to: from + STEP, questionEvery: QUESTION_EVERY, users, channels, texts }
      answered += (await scene.chat.call('chat', chatter)).answered
      talkMs += performance.now() - start
      await sleep(SETTLE_MS)
      samples.push(await weigh(from + STEP))
    }
    await kiku.close()
    const slopeOf = (figure: (sample: MemorySample) => number) =>
      estimateSlope(samples.slice(2).map((sample) => [sample.messages, figure(sample) * MEGABYTE] as const))
    return {
      questions: MESSAGES / QUESTION_EVERY,
      answered,
      samples,
      heapBytes: slopeOf(({ heapMb }) => heapMb),
      buffersBytes: slopeOf(({ buffersMb }) => buffersMb),
      residentBytes: slopeOf(({ residentMb }) => residentMb),
      messagesPerSecond: MESSAGES / (talkMs / 1_000),
    }
  } finally {
    scene.end()
  }
}

async function weigh(messages: number): Promise<MemorySample> {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  for (let round = 0; round < 3; round += 1) {
    collect()
    await sleep(50)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { messages, heapMb: heapUsed / MEGABYTE, buffersMb: external / MEGABYTE, residentMb: rss / MEGABYTE }
}
