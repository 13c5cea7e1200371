import { englishReasons } from '../../domain/wording/reasons-en.ts'
import type { Strings } from './strings.ts'

const SURFACES = { slack: 'Slack', discord: 'Discord', web: 'The web page', terminal: 'The terminal' } as const

export const english: Strings = {
  locale: 'en',
  stages: {
    queued: 'Waiting for a free place …',
    contextualise: 'Reading the conversation …',
    probe: 'Looking around …',
    route: 'Deciding whether to search …',
    gather: 'Searching …',
    fit: 'Choosing passages …',
    answer: 'Writing …',
    check: 'Checking the sources …',
  },
  sources: 'Sources',
  corrected: '— After checking against the sources: —',
  page: (page) => `page ${page}`,
  slide: (slide) => `slide ${slide}`,
  line: (line) => `line ${line}`,
  row: (row) => `row ${row}`,
  searched: { knowledge: 'searched knowledge', history: 'searched past talk', tool: 'used tools' },
  answeredDirectly: 'answered without searching',
  why: (reasons) => `why: ${reasons.join(', ')}`,
  reasons: englishReasons,
  usedEvidence: (used, found) => `used ${used} of ${found} ${found === 1 ? 'passage' : 'passages'}`,
  writtenBy: (answer) => {
    if (answer.pending !== undefined) return 'waiting for approval'
    if (answer.kind === 'abstained') return 'no answer found'
    if (answer.model !== null) return `written by ${answer.model}`
    return answer.kind === 'extracted' ? 'quoted, not written by a model' : ''
  },
  degraded: (code) => `the model was not used (${code}); "kiku doctor" says what to do`,
  readingHandbook: "Reading Kiku's own handbook, so that there is something to ask about …",
  progress: (done, total, chunks, rate, left) =>
    `${done}/${total} documents · ${chunks} passages · ${rate.toFixed(1)}/s${left === null ? '' : ` · ${left} left`}`,
  ingested: (report, seconds) =>
    `Added ${report.added}, updated ${report.updated}, unchanged ${report.unchanged}, removed ${report.removed}; ${report.chunks} passages in ${seconds.toFixed(1)} s.`,
  failures: (count) => `${count} could not be read:`,
  watching: 'Watching for changes. Ctrl-C stops.',
  noSources: 'No sources yet. Add one: kiku ingest <path or address>',
  noResults: 'Nothing found.',
  sourceColumns: ['ID', 'KIND', 'AUDIENCE', 'DOCUMENTS', 'PASSAGES', 'REFRESHED', 'LOCATION'],
  removed: (documents, items) => `Removed ${documents} documents with ${items} passages.`,
  notRemembered: 'Another Kiku is using this data folder, so this question will not be remembered.',
  ready: 'Kiku is ready. Ask in English or Japanese; /help lists the commands, Ctrl-D ends.',
  readyWithoutTerminal: 'Kiku is running. There is no terminal to chat in; end it with Ctrl-C or SIGTERM.',
  pageStarted: (url) => `The page is at ${url}`,
  surfaceStarted: (name) => `${SURFACES[name]} is on.`,
  surfaceNotStarted: (name, isRetrying) =>
    `${SURFACES[name]} could not be started${isRetrying ? ' and is tried again' : ''}:`,
  stopping: 'Stopping …',
  chat: {
    prompt: '› ',
    help: [
      '/search <question>   search in any case',
      '/direct <question>   answer without searching',
      '/new                 start a new conversation',
      '/quit                leave (also Ctrl-D)',
      'Ctrl-C               stop the answer',
    ].join('\n'),
    newThread: 'A new conversation begins.',
    stopped: '(stopped)',
    leaveHint: 'Press Ctrl-C once more to leave.',
    unknownCommand: (name) => `There is no command ${name}; /help lists them.`,
  },
  doctorStates: { ok: 'ok', off: 'off', warning: 'note', broken: 'broken' },
  evaluationSteps: { index: 'indexing', search: 'searching', route: 'routing', embed: 'embedding' },
  embedding: {
    embedder: ({ id, preset, dimension, task, side }) =>
      `${id} · preset ${preset} · ${dimension} numbers · task ${task} · side ${side}`,
    fusedRank: (rank) => `search #${rank}`,
    notRanked: 'not among the hits of a search',
  },
  discord: {
    registration: (outcome, servers) => {
      const where = servers === 0 ? 'everywhere' : servers === 1 ? 'in one server' : `in ${servers} servers`
      switch (outcome) {
        case 'registered':
          return `The commands are registered ${where}. Reload Discord where they do not show yet.`
        case 'unchanged':
          return `The commands were registered ${where} already; nothing was changed.`
        case 'removed':
          return `The commands are removed ${where}. The next start registers them as discord.registerIn says.`
      }
    },
    keepServers: 'The next start registers them as discord.registerIn says; set it to the same servers to keep this.',
    addToServer: 'Add Kiku to a server that you manage:',
    permissions: 'It asks for these permissions, and no others:',
    addToAccount: "Add Kiku's commands to your own account, to use them wherever you are in Discord:",
    noAccounts:
      'To let people add Kiku to their own account, turn "User Install" on under "Installation" of your application.',
  },
  tools: {
    calling: (tool) => `Using ${tool} …`,
    wouldCall: (tool) => `${tool} would be called with exactly this:`,
    approve: 'Approve? [y/N] ',
    notDone: 'Not done.',
    noReply: 'Not done: there was no reply.',
    tooLong: 'This is too long to be shown whole, so it cannot be approved. Ask for something shorter.',
    approvalNeeded:
      'This waits for your approval. To give it, ask again in a terminal, without --json and without a pipe.',
    considered: (tools) => `tools considered: ${tools.join(', ')}`,
    called: (calls) => `tools called: ${calls.join(', ')}`,
    outcomes: {
      done: 'done',
      failed: 'failed',
      refused: 'not run',
      'awaiting-approval': 'waiting for approval',
    },
  },
  seeLog: (file) => `Details are in ${file}.`,
  errors: {},
}
