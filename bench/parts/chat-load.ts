import { loadavg } from 'node:os'
import type { ChatPlatform } from '../chat/chat-platform.ts'
import type { Estimate } from '../chat/estimate.ts'
import { type ChatLoadFigures, describeOutcomes, describeTimes, type NamedLoad } from '../chat/report-load.ts'
import type { ChatMemoryFigures } from '../jobs/chat-memory.ts'
import { runJob } from '../jobs/run-job.ts'
import { PLATFORMS } from '../platforms.ts'
import { formatNumber, formatRatio } from '../report/table.ts'
import type { PartContext, PartReport } from './part.ts'
import { prepareShared } from './prepare-shared.ts'

/** How the whole product bears a crowd on a chat platform, beside an app without queue, memory or streaming. */
export async function benchChatLoad(name: ChatPlatform['name'], context: PartContext): Promise<PartReport> {
  const platform = PLATFORMS[name]
  const { shape, words } = platform
  const { work, seed, log } = context
  await prepareShared(context)
  const loads: NamedLoad[] = []
  for (const rates of ['none', 'documented'] as const) {
    for (const job of ['chat-load', 'chat-bare'] as const) {
      log(`${job}: ${shape.questions} ${words.questions}, limits of ${words.platform}: ${rates}`)
      const before = loadavg()[0] ?? Number.NaN
      const figures: ChatLoadFigures = await runJob(job, { platform: name, work, seed, rates })
      loads.push({ name: nameOf(job, rates, platform), figures, loadBefore: before })
    }
  }
  const talks: NamedTalk[] = []
  for (const remember of [true, false]) {
    log(`10,000 messages of channels that are ${remember ? '' : 'not '}remembered`)
    talks.push({ remember, figures: await runJob('chat-memory', { platform: name, work, remember }) })
  }
  const tables = [...describeOutcomes(loads, platform), ...describeTimes(loads, platform), ...talks.map(describeTalk)]
  return { figures: { loads, talks }, tables }
}

interface NamedTalk {
  readonly remember: boolean
  readonly figures: ChatMemoryFigures
}

function nameOf(job: 'chat-load' | 'chat-bare', rates: 'none' | 'documented', { words }: ChatPlatform): string {
  return `${job === 'chat-load' ? 'Kiku' : words.bareApp}${rates === 'none' ? '' : `, ${words.platform}'s limits`}`
}

function describeTalk({ remember, figures }: NamedTalk) {
  const { samples, heapBytes, buffersBytes, residentBytes, questions, answered, messagesPerSecond } = figures
  const slope = ({ value, low, high }: Estimate) =>
    `${formatNumber(value)} bytes [${formatNumber(low)}, ${formatNumber(high)}]`
  const first = samples[1]
  const last = samples.at(-1)
  return {
    title: `Memory over 10,000 messages of channels that are ${remember ? 'remembered' : 'not remembered'}`,
    columns: ['messages', 'heap MB', 'buffers MB', 'resident MB'],
    rows: samples.map(({ messages, heapMb, buffersMb, residentMb }) => [messages, heapMb, buffersMb, residentMb]),
    notes: [
      `From the second thousand on a message leaves ${slope(heapBytes)} on the heap and ${slope(buffersBytes)} in buffers; ` +
        `resident ${slope(residentBytes)}. Heap after the last message beside after the first thousand: ` +
        `${formatRatio(last?.heapMb ?? Number.NaN, first?.heapMb ?? Number.NaN)}. ` +
        `${answered} of ${questions} questions were answered; ${formatNumber(messagesPerSecond)} messages/s.`,
    ],
  }
}
