import type { StreamEvent } from '../../../src/adapters/web/api/schemas/answer.ts'
import type { Problem } from '../../../src/adapters/web/api/schemas/common.ts'
import { answerWith, citationOf, directDecision, evidenceAt, searchingDecision, stepsOf } from './answer-fixtures.ts'

/** What the page service answers to a question; the first script whose word stands in the question is played. */
export interface PageScript {
  readonly word: string
  readonly steps: readonly StreamEvent[]
  /** Milliseconds between two tokens. */
  readonly pace?: number
  /** Where the stream does not end: it waits, or the connection is cut. */
  readonly end?: 'hang' | 'cut'
  /** In place of a stream. */
  readonly refusal?: Problem
}

const quoteEnglish = 'The office is closed from 29 December to 3 January.'
const evidenceEnglish = [
  evidenceAt(1, {
    title: 'Employee handbook › Holidays',
    text: `Public holidays are those of the prefecture in which you work.\n\n${quoteEnglish}\nWork on these days needs the consent of your manager and is compensated in the following quarter.`,
    locator: { headings: ['Employee handbook', 'Holidays'], page: 14 },
    location: '/srv/documents/employee-handbook.pdf',
  }),
  evidenceAt(2, {
    title: 'Reception › Deliveries',
    text: 'Deliveries are accepted until noon on the last working day of the year.',
    location: 'https://intranet.example.com/reception/deliveries',
  }),
  ...[3, 4, 5, 6, 7].map((key) => evidenceAt(key)),
]

const holidays = answerWith({
  question: 'When is the office closed at the end of the year?',
  text: `The office is closed from **29 December to 3 January** [1]. A few things follow from that:

- Deliveries are accepted until noon on the last working day [2].
- Work on these days needs the consent of your manager [1].

| Day | Reception | Post room |
|:--|:-:|--:|
| 28 December | open | until 12:00 |
| 29 December | closed | closed |

\`\`\`yaml
closed:
  from: 2026-12-29
  to: 2027-01-03
\`\`\`

See also <https://intranet.example.com/reception/deliveries>.`,
  citations: [
    citationOf(1, evidenceEnglish[0] ?? evidenceAt(1), quoteEnglish),
    citationOf(
      2,
      evidenceEnglish[1] ?? evidenceAt(2),
      'Deliveries are accepted until noon on the last working day of the year.',
    ),
  ],
  evidence: { used: 4, found: 7 },
})

const quoteJapanese = '年末年始の休業期間は12月29日から1月3日までです。'
const evidenceJapanese = [
  evidenceAt(11, {
    title: '就業規則 › 休日',
    text: `第12条　休日は次のとおりとする。\n${quoteJapanese}\nやむを得ず出勤する場合は、所属長の承認を得て、翌四半期に代休を取得する。`,
    locator: { headings: ['就業規則', '休日'], page: 8 },
    location: '/srv/documents/就業規則.pdf',
  }),
  evidenceAt(12, {
    title: '受付 › 荷物',
    text: '荷物の受け取りは最終営業日の正午までです。',
    location: '/srv/documents/受付.md',
  }),
]

const holidaysJapanese = answerWith({
  question: '年末年始の休業はいつからいつまでですか？',
  text: `年末年始の休業期間は**12月29日から1月3日まで**です[1]。荷物の受け取りは最終営業日の正午までとなります[2]。\n\n1. 出勤する場合は所属長の承認が必要です[1]。\n2. 代休は翌四半期に取得します[1]。`,
  citations: [
    citationOf(1, evidenceJapanese[0] ?? evidenceAt(11), quoteJapanese),
    citationOf(2, evidenceJapanese[1] ?? evidenceAt(12), '荷物の受け取りは最終営業日の正午までです。'),
  ],
  evidence: { used: 2, found: 2 },
})

const pendingCall = {
  callId: 'call-7f3a',
  tool: 'calendar__create_event',
  title: 'Create a calendar event',
  arguments: {
    title: 'Planning',
    start: '2026-12-01T10:00:00+09:00',
    attendees: ['aki@example.com', 'lee@example.com'],
  },
  destructive: false,
  expiresAt: Date.now() + 9 * 60_000,
}

const toolDecision = {
  ...searchingDecision,
  labels: ['tool', 'knowledge'],
  reasons: ['action-verb', 'service-object', 'near-time'],
} satisfies typeof searchingDecision

const approval = answerWith({
  kind: 'abstained',
  question: 'Book a planning meeting on 1 December at 10.',
  text: 'I can create this event, but it needs your approval first.',
  decision: toolDecision,
  pending: pendingCall,
  tools: {
    considered: [
      { id: 'calendar__create_event', probability: 0.93 },
      { id: 'calendar__list_events', probability: 0.41 },
    ],
    calls: [
      { id: 'calendar__create_event', arguments: pendingCall.arguments, outcome: 'awaiting-approval', durationMs: 0 },
    ],
  },
})

const tools = answerWith({
  question: 'What is 17.5 % of 2,480?',
  text: '17.5 % of 2,480 is **434** [1].',
  decision: toolDecision,
  citations: [
    { number: 1, key: -1, title: 'Calculator', location: 'tool:calculator', locator: {}, quote: '434', score: 1 },
  ],
  tools: {
    considered: [
      { id: 'calculator', probability: 0.97 },
      { id: 'convert_units', probability: 0.22 },
    ],
    calls: [
      { id: 'calculator', arguments: { expression: '2480 * 17.5 / 100' }, outcome: 'done', durationMs: 3.2 },
      {
        id: 'weather__forecast',
        arguments: { city: 'Kyoto' },
        outcome: 'failed',
        durationMs: 4_012,
        code: 'deadline-exceeded',
      },
    ],
  },
})

const hello = answerWith({
  question: 'Hello, who are you?',
  text: 'Hello! I am Kiku. Ask me about your documents, and I will look things up when that is needed.',
  decision: directDecision,
  timings: { contextualise: 0.3, route: 0.4, answer: 402.1, total: 403 },
})

const extracted = answerWith({
  kind: 'extracted',
  model: null,
  degraded: 'model-unreachable',
  question: 'May I work on holidays?',
  text: `> ${quoteEnglish} [1]\n\n> Work on these days needs the consent of your manager and is compensated in the following quarter. [1]`,
  citations: [citationOf(1, evidenceEnglish[0] ?? evidenceAt(1), quoteEnglish)],
  evidence: { used: 1, found: 3 },
  timings: { probe: 1.8, route: 0.4, gather: 4.4, answer: 0.9, total: 8.1 },
})

const abstained = answerWith({
  kind: 'abstained',
  model: null,
  question: 'What is the wifi password of the moon base?',
  text: 'I could not find this in the documents that I may read here.\n\nThese come nearest:\n- [1] Employee handbook › Network\n- [2] Reception › Guests',
  citations: [
    citationOf(1, evidenceAt(3, { title: 'Employee handbook › Network' }), 'Passage 3 of the handbook.'),
    citationOf(2, evidenceAt(4, { title: 'Reception › Guests' }), 'Passage 4 of the handbook.'),
  ],
  evidence: { used: 0, found: 5 },
})

const hostileText = `<script>window.pwned = 1</script><img src=x onerror="window.pwned = 2"> [click](javascript:window.pwned=3) [data](data:text/html,<script>1</script>)

![pixel](https://tracker.example.com/pixel.png?secret=1)

<iframe src="https://evil.example.com"></iframe>

[1]: https://evil.example.com "definition"

[honest words](https://docs.example.com/guide) and \`<b>code</b>\` and &lt;i&gt;entities&lt;/i&gt; [1]`

const hostile = answerWith({
  question: '<img src=x onerror="window.pwned=4">',
  text: hostileText,
  citations: [
    {
      number: 1,
      key: 21,
      title: '"><svg onload="window.pwned=5">',
      location: 'javascript:window.pwned=6',
      locator: { headings: ['<b>bold</b>'] },
      quote: '<img src=x onerror="window.pwned=7">',
      score: 0.5,
    },
  ],
  evidence: { used: 1, found: 1 },
  model: '<b>model</b>',
})

export const hostileEvidence = evidenceAt(21, {
  title: '"><svg onload="window.pwned=5">',
  text: 'before <img src=x onerror="window.pwned=7"> after',
  location: 'javascript:window.pwned=6',
})

const failure: Problem = {
  type: 'about:blank',
  title: 'The language model did not answer in time.',
  detail: 'Try again in a moment, or ask whoever runs Kiku to look at `kiku doctor`.',
  status: 504,
  code: 'model-timeout',
  retryable: true,
}

const limited: Problem = {
  type: 'about:blank',
  title: 'You have asked a lot in a short time.',
  detail: 'Please wait 20 seconds.',
  status: 429,
  code: 'rate-limited',
  retryable: true,
}

const longText = Array.from(
  { length: 400 },
  (_, index) =>
    `## Part ${index + 1}\n\nThe quick brown fox jumps over the lazy dog, ${index + 1} times, as the manual says [1].\n\n- one\n- two\n`,
).join('\n')

/** The scripts, the more particular words first. */
export const pageScripts: readonly PageScript[] = [
  { word: '<img', steps: stepsOf(hostile, [hostileEvidence]) },
  { word: 'endless', steps: stepsOf(holidays, evidenceEnglish).slice(0, 60), end: 'hang', pace: 15 },
  { word: 'broken', steps: stepsOf(holidays, evidenceEnglish).slice(0, 30), end: 'cut' },
  { word: 'queue', steps: [{ kind: 'status', stage: 'queued', position: 3 }], end: 'hang' },
  {
    word: 'timeout',
    steps: [
      { kind: 'status', stage: 'answer' },
      { kind: 'failed', problem: failure },
    ],
  },
  { word: 'limited', steps: [], refusal: limited },
  { word: 'manual', steps: stepsOf({ ...holidays, text: longText }, evidenceEnglish), pace: 0 },
  {
    word: 'Book',
    steps: [
      ...stepsOf(approval, []).slice(0, -2),
      { kind: 'approval-needed', call: pendingCall },
      { kind: 'done', answer: approval },
    ],
  },
  { word: '17.5', steps: stepsOf(tools, []) },
  { word: 'moon', steps: stepsOf(abstained, [evidenceAt(3), evidenceAt(4), evidenceAt(5)]) },
  { word: 'work on holidays', steps: stepsOf(extracted, evidenceEnglish.slice(0, 3)) },
  { word: 'Hello', steps: stepsOf(hello, []) },
  { word: '年末', steps: stepsOf(holidaysJapanese, evidenceJapanese) },
  { word: '', steps: stepsOf(holidays, evidenceEnglish) },
]

export const knownEvidence = [...evidenceEnglish, ...evidenceJapanese, hostileEvidence]
