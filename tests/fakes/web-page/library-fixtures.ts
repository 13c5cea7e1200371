import type { SessionView, ThreadSummaryView } from '../../../src/adapters/web/api/schemas/conversations.ts'
import type { InsightView } from '../../../src/adapters/web/api/schemas/insight.ts'
import type { SourceJobView, SourceView } from '../../../src/adapters/web/api/schemas/library.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const ownerSession: SessionView = {
  visitor: { name: 'local', role: 'owner', isSignedIn: false },
  labels: ['public', 'person:web:local'],
  language: 'auto',
  version: '0.1.0',
  model: { name: 'qwen3:8b', isReachable: true },
  sources: 5,
  ownSources: 4,
  passages: 12_480,
  limits: { questionCharacters: 4_000, uploadBytes: 50 * 1024 * 1024 },
  fileEndings: ['md', 'txt', 'html', 'pdf', 'docx', 'pptx', 'csv', 'json', 'jsonl'],
}

export function threadFixtures(now: number): ThreadSummaryView[] {
  const titles = [
    ['When is the office closed at the end of the year?', 0.2],
    ['年末年始の休業はいつからいつまでですか？', 3],
    ['How do I set up the staging environment on a new laptop without administrator rights?', 27],
    ['Expenses for conferences', 80],
    ['Which formats can be uploaded?', 900],
  ] as const
  return titles.map(([title, hours], index) => ({
    id: `web:local:00000000-0000-4000-8000-00000000000${index}`,
    title,
    createdAt: now - hours * HOUR_MS - 60_000,
    updatedAt: now - hours * HOUR_MS,
    questions: index + 1,
  }))
}

export function sourceFixtures(now: number): SourceView[] {
  const source = (
    change: Partial<SourceView> & Pick<SourceView, 'id' | 'kind' | 'label' | 'location'>,
  ): SourceView => ({
    audience: 'public',
    addedAt: now - 40 * DAY_MS,
    refreshedAt: now - 2 * HOUR_MS,
    documents: 1,
    items: 40,
    failures: [],
    ...change,
  })
  return [
    source({
      id: 'folder-1',
      kind: 'folder',
      label: '/srv/documents',
      location: '/srv/documents',
      documents: 214,
      items: 11_020,
      failures: [
        {
          location: '/srv/documents/old/minutes-2009.pdf',
          code: 'document-encrypted',
          message: 'The file is protected with a password.',
          at: now - DAY_MS,
        },
        {
          location: '/srv/documents/old/<img src=x onerror=alert(1)>.docx',
          code: 'document-unreadable',
          message: 'The file is damaged or empty.',
          at: now - DAY_MS,
        },
      ],
    }),
    source({
      id: 'url-1',
      kind: 'url',
      label: 'intranet.example.com/reception',
      location: 'https://intranet.example.com/reception',
      items: 12,
    }),
    source({
      id: 'file-1',
      kind: 'file',
      label: '就業規則.pdf',
      location: '/var/kiku/uploads/就業規則.pdf',
      items: 96,
      audience: 'group:people',
    }),
    source({
      id: 'channel-1',
      kind: 'channel',
      label: '#engineering',
      location: 'slack:T1:C7',
      documents: 1_320,
      items: 1_320,
      audience: 'slack:T1:C7',
    }),
    source({ id: 'handbook', kind: 'handbook', label: 'Kiku', location: 'handbook', documents: 12, items: 92 }),
  ]
}

export function jobFixture(change: Partial<SourceJobView>): SourceJobView {
  return {
    id: 'job-1',
    kind: 'add',
    label: 'A source',
    state: 'running',
    documentsDone: 0,
    documentsTotal: 0,
    chunks: 0,
    failures: [],
    startedAt: Date.now(),
    ...change,
  }
}

export function insightFixture(days: number, now: number): InsightView {
  const list = Array.from({ length: days }, (_, index) => {
    const at = now - (days - 1 - index) * DAY_MS
    const wave = Math.round(9 + 7 * Math.sin(index / 2.1)) * (new Date(at).getUTCDay() % 6 === 0 ? 0 : 1)
    return {
      day: new Date(at).toISOString().slice(0, 10),
      answered: wave,
      extracted: wave === 0 ? 0 : index % 4,
      abstained: wave === 0 ? 0 : index % 3,
    }
  })
  const sum = (kind: 'answered' | 'extracted' | 'abstained') => list.reduce((total, day) => total + day[kind], 0)
  const outcomes = { answered: sum('answered'), extracted: sum('extracted'), abstained: sum('abstained') }
  const questions = outcomes.answered + outcomes.extracted + outcomes.abstained
  return {
    questions,
    days: list,
    outcomes,
    routes: {
      direct: Math.round(questions * 0.18),
      knowledge: Math.round(questions * 0.74),
      history: Math.round(questions * 0.15),
      tool: Math.round(questions * 0.09),
    },
    surfaces: {
      web: Math.round(questions * 0.4),
      slack: Math.round(questions * 0.5),
      terminal: Math.round(questions * 0.1),
    },
    feedback: { up: 61, down: 9 },
    latency: {
      contextualise: { p50: 0.4, p90: 1.1, p99: 410 },
      probe: { p50: 1.8, p90: 2.6, p99: 5.9 },
      route: { p50: 0.5, p90: 0.9, p99: 380 },
      gather: { p50: 5.1, p90: 9.7, p99: 48 },
      fit: { p50: 0.9, p90: 1.8, p99: 3.5 },
      answer: { p50: 2_140, p90: 5_820, p99: 14_300 },
      check: { p50: 9.2, p90: 21, p99: 66 },
      total: { p50: 2_190, p90: 5_900, p99: 14_900 },
    },
    sources: [
      { location: '/srv/documents/employee-handbook.pdf', title: 'Employee handbook', citations: 184 },
      { location: 'https://intranet.example.com/reception', title: 'Reception', citations: 71 },
      { location: '/var/kiku/uploads/就業規則.pdf', title: '就業規則', citations: 66 },
      {
        location: '/srv/documents/engineering/staging-environment-for-new-laptops.md',
        title: 'Staging environment for new laptops, without administrator rights',
        citations: 20,
      },
    ],
    unanswered: [
      {
        turnId: 'web:local:local:1',
        text: 'What is the wifi password of the moon base?',
        surface: 'web',
        at: now - 5 * HOUR_MS,
      },
      {
        turnId: 'slack:T1:C1:2',
        text: '来年度の研修の予定は決まっていますか？',
        surface: 'slack',
        at: now - 30 * HOUR_MS,
      },
      {
        turnId: 'slack:T1:C1:3',
        text: 'Who may sign contracts above 5 million yen?',
        surface: 'slack',
        at: now - 70 * HOUR_MS,
      },
    ],
    unansweredElsewhere: 4,
    retrieval: {
      citedShare: 0.87,
      meanBestProbability: 0.78,
      passages: 12_480,
      withoutVector: 36,
      embedder: 'bundled',
    },
    isPartial: false,
  }
}
