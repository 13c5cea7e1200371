import { loadavg } from 'node:os'
import { runJob } from '../jobs/run-job.ts'
import type { SlackLoadFigures } from '../jobs/slack-load.ts'
import type { SlackMemoryFigures } from '../jobs/slack-memory.ts'
import { formatNumber, formatRatio } from '../report/table.ts'
import type { Estimate } from '../slack/estimate.ts'
import { LOAD } from '../slack/load-plan.ts'
import { describeOutcomes, describeTimes, type NamedLoad } from '../slack/report-load.ts'
import type { PartContext, PartReport } from './part.ts'
import { prepareShared } from './prepare-shared.ts'

/** How the whole product bears a crowd in Slack, beside an app without queue, memory or streaming. */
export async function benchSlackLoad(context: PartContext): Promise<PartReport> {
  const { work, seed, log } = context
  await prepareShared(context)
  const loads: NamedLoad[] = []
  for (const rates of ['none', 'documented'] as const) {
    for (const job of ['slack-load', 'slack-bare'] as const) {
      log(`${job}: ${LOAD.mentions} mentions, limits of Slack: ${rates}`)
      const before = loadavg()[0] ?? Number.NaN
      const figures: SlackLoadFigures = await runJob(job, { work, seed, rates })
      loads.push({ name: nameOf(job, rates), figures, loadBefore: before })
    }
  }
  const talks: NamedTalk[] = []
  for (const remember of [true, false]) {
    log(`10,000 messages of channels that are ${remember ? '' : 'not '}remembered`)
    talks.push({ remember, figures: await runJob('slack-memory', { work, remember }) })
  }
  const tables = [...describeOutcomes(loads), ...describeTimes(loads), ...talks.map(describeTalk)]
  return { figures: { loads, talks }, tables }
}

interface NamedTalk {
  readonly remember: boolean
  readonly figures: SlackMemoryFigures
}

function nameOf(job: 'slack-load' | 'slack-bare', rates: 'none' | 'documented'): string {
  return `${job === 'slack-load' ? 'Kiku' : 'bare Bolt app'}${rates === 'none' ? '' : ", Slack's limits"}`
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
