import { englishReasons } from '../../../../../domain/wording/reasons-en.ts'

const seconds = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0))

type Place = 'knowledge' | 'history' | 'tool'

const places = { knowledge: 'documents', history: 'earlier talk' }

/** Such as 'Searched documents, used tools'. */
function joinDeeds(verb: string, given: readonly Place[], tools: string): string {
  const searched = given.flatMap((place) => (place === 'tool' ? [] : [places[place]])).join(' and ')
  if (!given.includes('tool')) return `${verb} ${searched}`
  return searched === '' ? tools.charAt(0).toUpperCase() + tools.slice(1) : `${verb} ${searched}, ${tools}`
}

export const askWords = {
  title: 'Ask',
  thread: 'Conversation',
  welcome: 'What would you like to know?',
  welcomeText: (passages: number) =>
    `Kiku looks in ${passages.toLocaleString('en')} ${passages === 1 ? 'passage' : 'passages'} when a question calls for it, and shows where each answer comes from.`,
  nothingYet: 'Only Kiku’s own handbook can be searched so far. Add documents, and Kiku answers from them.',
  addSources: 'Add documents',
  examples: ['What is Kiku and what can it do?', 'How do I add documents?', 'Which audiences can read a source?'],
  examplesLabel: 'To begin with',
  question: 'Your question',
  placeholder: 'Ask a question',
  placeholderFollow: 'Ask a follow-up question',
  send: 'Send',
  stop: 'Stop',
  searchMode: 'Searching',
  searchModes: { auto: 'Search when needed', always: 'Always search', never: 'Do not search' },
  hint: 'Enter to send, Shift + Enter for a new line',
  tooLong: (over: number) => `${over.toLocaleString('en')} characters too many`,
  charactersLeft: (left: number) => `${left.toLocaleString('en')} characters left`,

  connecting: 'Sending …',
  stages: {
    queued: 'Waiting for a free place …',
    contextualise: 'Reading the conversation …',
    probe: 'Looking around …',
    route: 'Deciding whether to search …',
    gather: 'Searching documents …',
    fit: 'Choosing passages …',
    answer: 'Writing …',
    check: 'Checking the sources …',
  },
  waiting: (position: number) =>
    position <= 1
      ? 'You are next in line …'
      : `${position - 1} ${position === 2 ? 'question' : 'questions'} before yours …`,
  usingTool: (tool: string) => `Using ${tool} …`,
  reconnecting: 'The connection was lost. Trying to reconnect …',
  stopped: 'Stopped',
  stoppedText: 'You stopped this answer.',
  answerOf: (question: string) => `Answer to: ${question}`,
  announceAnswer: (text: string, sources: number) =>
    `Answer: ${text}${sources === 0 ? '' : ` ${sources} ${sources === 1 ? 'source' : 'sources'}.`}`,
  approvalNeeded: 'A tool waits for your approval.',

  searched: (places: readonly Place[], tools: 'used' | 'chosen' | 'unused') => {
    if (places.length === 0) return 'Answered without searching'
    const deeds = { used: 'used tools', chosen: 'chose a tool', unused: 'called no tool' }
    return joinDeeds('Searched', places, deeds[tools])
  },
  searching: (places: readonly Place[], tools: 'used' | 'chosen' | 'unused') => {
    if (places.length === 0) return 'Answering without searching'
    const deeds = { used: 'using tools', chosen: 'choosing a tool', unused: 'looking for a tool' }
    return joinDeeds('Searching', places, deeds[tools])
  },
  search: 'Search',
  searchLabel: 'Search the documents and answer again',
  why: 'why',
  whyTitle: 'How Kiku decided',
  routes: {
    direct: 'Answer directly',
    knowledge: 'Search documents',
    history: 'Search earlier talk',
    tool: 'Use tools',
  },
  routesTitle: 'How likely each way was right',
  featuresTitle: 'What spoke for it',
  featuresNote:
    'Measured on your question and on a first look into the index. Longer bars are stronger signs; values below zero speak against.',
  noFeatures: 'Nothing was measured for this decision.',
  probes: {
    'probe-knowledge': 'fit of the best document',
    'probe-knowledge-margin': 'lead over the second document',
    'probe-history': 'fit of the best earlier message',
    'probe-history-margin': 'lead over the second message',
    'probe-tool': 'fit of the best tool',
    'probe-tool-margin': 'lead over the second tool',
  } as Readonly<Record<string, string>>,
  decidedBy: {
    features: 'Decided by rules and a first look into the index',
    model: 'Decided with the language model',
    asker: 'Decided by you',
  },
  confidence: (percent: number) => `${percent} % sure`,
  reasons: englishReasons,
  standalone: 'Understood as',
  timings: 'Time taken',
  stageNames: {
    queued: 'waiting',
    contextualise: 'reading the conversation',
    probe: 'looking around',
    model: 'finding the model',
    route: 'deciding',
    gather: 'searching',
    fit: 'choosing passages',
    answer: 'writing',
    check: 'checking',
    total: 'in all',
  } as Readonly<Record<string, string>>,
  milliseconds: (ms: number) =>
    ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${seconds(ms / 1000)} s`,

  extracted: 'Quoted from the sources, not written by a model',
  abstained: 'No supported answer was found',
  abstainedText: 'Kiku found nothing that supports an answer, so it gives none.',
  degraded: (code: string, isQuoted: boolean) => {
    const model =
      code === 'model-busy' || code === 'queue-full'
        ? 'is busy'
        : code === 'model-timeout' || code === 'deadline-exceeded'
          ? 'took too long'
          : 'is not available just now'
    return `The language model ${model}${isQuoted ? ', so the sources are quoted' : ''}.`
  },
  usedEvidence: (used: number, found: number) => `used ${used} of ${found} ${found === 1 ? 'passage' : 'passages'}`,
  writtenBy: (model: string) => `written by ${model}`,

  sources: 'Sources',
  citation: (number: number, title: string) => `Source ${number}: ${title}`,
  allEvidence: (found: number) => `All evidence (${found})`,
  evidence: 'Evidence',
  page: (page: number, last?: number) => (last === undefined ? `page ${page}` : `pages ${page}–${last}`),
  slide: (slide: number, last?: number) => (last === undefined ? `slide ${slide}` : `slides ${slide}–${last}`),
  line: (line: number) => `line ${line}`,
  row: (row: number) => `row ${row}`,
  evidenceText: 'What the search found, best first. The scores say why.',
  evidenceNone: 'Nothing was looked up for this answer.',
  evidenceGone: 'Scores are kept only while the page is open. Search again to see them.',
  searchAgain: 'Search again',
  cited: (number: number) => `cited as ${number}`,
  notCited: 'not cited',
  namespaces: { knowledge: 'Document', history: 'Earlier talk', tool: 'Tool', example: 'Example' },
  probability: 'Relevant',
  probabilityHint: 'Calibrated probability that the passage is relevant',
  lexical: 'Words',
  lexicalHint: 'BM25, as a share of the largest possible score',
  dense: 'Meaning',
  denseHint: 'Cosine of the embeddings',
  fused: 'Fused',
  fusedHint: 'Both together; comparable within this search only',
  rank: (rank: number) => `rank ${rank}`,
  noScore: 'not found this way',
  openPassage: 'Open the passage',
  passage: 'Passage',
  backToEvidence: 'Back to the evidence',
  earlier: 'Show what comes before',
  later: 'Show what comes after',
  beginning: 'Beginning of the document',
  end: 'End of the document',
  openOriginal: 'Open the original',
  quoteMissing: 'The quoted words do not stand here letter by letter any more; the document may have changed.',
  toolSaid: 'This is what a tool answered. It is kept with the answer only.',

  tools: 'Tools',
  toolsTitle: (calls: number) => (calls === 1 ? '1 tool called' : `${calls} tools called`),
  considered: 'Considered',
  noCalls: 'No tool was called.',
  outcomes: { done: 'done', failed: 'failed', refused: 'not run', 'awaiting-approval': 'waits for approval' },

  approveTitle: (tool: string) => `May Kiku use “${tool}”?`,
  approveText: 'It would be called with exactly these arguments:',
  destructive: 'This may change or delete something that cannot be had again.',
  approve: 'Approve',
  decline: 'Decline',
  approved: 'Approved. Asking again …',
  declined: 'Declined. Nothing was done.',
  expired: 'The time for approving this has passed. Ask again if you still want it.',
  expiresIn: (text: string) => `Can be approved for ${text}`,
  minutes: (minutes: number) =>
    minutes >= 120
      ? `${Math.floor(minutes / 60)} more hours`
      : minutes === 1
        ? '1 more minute'
        : `${minutes} more minutes`,
  secondsLeft: (value: number) => (value === 1 ? '1 more second' : `${value} more seconds`),
  argumentsTooLong: 'The arguments are too long to be shown whole, so they cannot be approved here.',

  actions: 'For this answer',
  copy: 'Copy as Markdown',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying.',
  copyCode: 'Copy',
  tryAgain: 'Try again',
  helpful: 'Helpful',
  notHelpful: 'Not helpful',
  thanks: 'Thank you.',
  reasonTitle: 'What was wrong?',
  reasonChoices: ['It is wrong', 'It is outdated', 'Something is missing', 'The sources do not fit'],
  reasonLabel: 'In your own words (optional)',
  reasonSend: 'Send',
  failedTitle: 'That did not work',
  noAnswer: 'This question has no answer.',
  gone: 'This conversation does not exist any more, or is not yours.',
}
