import { type BenchTable, formatNumber, formatRatio } from '../report/table.ts'
import type { LoadedFile } from './load-page.ts'
import type { SearchedServer, SearchFigures } from './measure-searches.ts'
import type { SlowFigures } from './measure-slow-readers.ts'
import type { StreamFigures } from './measure-streams.ts'
import type { Spread } from './quantiles.ts'
import { FLAT_OUT, SEARCH_SECONDS, SLOW_READERS, STREAMS } from './settings.ts'
import type { HeldMemory } from './watch-process.ts'

export function describeStreams(figures: StreamFigures): BenchTable {
  const { ends, firstEvent, firstToken, whole, firstLag, lag, mostAtOnce, cost } = figures
  const row = (name: string, { count, p50, p95, p99, most }: Spread) => [name, count, p50, p95, p99, most]
  return {
    title: `${STREAMS} answers asked for at the same moment, ms`,
    columns: ['', 'of', 'p50', 'p95', 'p99', 'most'],
    rows: [
      row('question to the first event', firstEvent),
      row('question to the first token', firstToken),
      row('question to the end', whole),
      row('first mark written by the model to its being read', firstLag),
      row('any mark written by the model to its being read', lag),
    ],
    notes: [
      `${Object.entries(ends)
        .map(([end, count]) => `${count}: ${end}`)
        .join(
          '; ',
        )}. The model wrote up to ${mostAtOnce} answers at a time. Kiku took ${formatNumber(cost.cpuMs / 1000)} s ` +
        `of a processor; longest block of its main thread: ${formatNumber(cost.longestBlockMs)} ms.`,
    ],
  }
}

export function describeSearches(servers: readonly SearchedServer[]): readonly BenchTable[] {
  const kiku = servers[0]?.flatOut.rate ?? Number.NaN
  const common = ({ times, cpuMsEach, cost, loadBefore }: SearchFigures) => [
    ...[times.p50, times.p95, times.p99, times.most, cpuMsEach],
    ...[cost.longestBlockMs, cost.most.residentMb, loadBefore],
  ]
  const columns = [
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'most ms',
    'CPU ms each',
    'longest block ms',
    'resident MB',
    'load before',
  ]
  return [
    {
      title: `Searches, ${FLAT_OUT.connections} at a time, for ${FLAT_OUT.seconds} s`,
      columns: ['', 'a second', 'beside Kiku', 'failed', ...columns],
      rows: servers.map(({ name, flatOut }) => [
        ...[name, flatOut.rate, formatRatio(flatOut.rate, kiku), failedOf(flatOut)],
        ...common(flatOut),
      ]),
    },
    {
      title: `Searches at a constant rate for ${SEARCH_SECONDS} s`,
      columns: ['', 'a second', 'sent', 'failed', 'seconds until all were answered', ...columns],
      rows: servers.flatMap(({ name, constant }) =>
        constant.map((one) => [name, one.rate, one.sent, failedOf(one), one.seconds, ...common(one)]),
      ),
      notes: [
        'A time counts from the moment when the search was due, whether or not it could be sent by then.',
        ...servers.flatMap(({ name, constant }) =>
          constant
            .filter((one) => failedOf(one) > 0)
            .map(({ failures }) => `${name} failed: ${JSON.stringify(failures)}.`),
        ),
      ],
    },
  ]
}

export function describeSlowReaders({ outcome, before, after, cost }: SlowFigures): BenchTable {
  const row = (name: string, { heapMb, buffersMb, residentMb }: HeldMemory) => [name, heapMb, buffersMb, residentMb]
  const { clients, replies, hits } = SLOW_READERS
  return {
    title: `${clients} readers of a byte a second, each with ${replies} replies of ${hits} hits to read`,
    columns: ['', 'heap MB', 'buffers MB', 'resident MB'],
    rows: [row('before', before), row('most, garbage included', cost.most), row('after', after)],
    notes: [
      `${outcome.cut} were cut off, the first after ${formatNumber(outcome.firstCut)} s, the last after ` +
        `${formatNumber(outcome.lastCut)} s; they had read ${formatNumber(outcome.bytesRead)} bytes together. Longest block ` +
        `of the main thread: ${formatNumber(cost.longestBlockMs)} ms.`,
    ],
  }
}

export function describePage(files: readonly LoadedFile[]): BenchTable {
  const sum = files.reduce((total, { transferredBytes }) => total + transferredBytes, 0)
  return {
    title: 'First load of the page',
    columns: ['file', 'bytes transferred'],
    rows: [
      ...files.map(({ path, transferredBytes }) => [path.replace(/-[\dA-Z]{8}\./, '.'), transferredBytes]),
      ['together', sum],
    ],
    notes: ['With headers, and all that the page needs before it can begin. Calls of the API are not in it.'],
  }
}

function failedOf({ failures }: SearchFigures): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0)
}
