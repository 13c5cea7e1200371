import { considerTools, fitTools, tokensOf } from '../../agents/tools/consider-tools.ts'
import { createToolCatalog } from '../../agents/tools/tool-catalog.ts'
import { createBm25Index } from '../../src/adapters/bm25/create-bm25-index.ts'
import { createExactIndex } from '../../src/adapters/exact-scan/create-exact-index.ts'
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts'
import { openBundledEmbedder } from '../../src/compose/open-bundled-embedder.ts'
import type { ToolSpec } from '../../src/domain/tool.ts'
import { createUnifiedIndex } from '../../src/index/create-unified-index.ts'
import { createToolIndex } from '../../src/index/tool-index.ts'
import { systemClock } from '../../src/ports/clock.ts'
import { createRandom, drawInteger, type Random } from '../corpus/random.ts'
import { type CallTimes, measureCalls } from '../measure/measure-calls.ts'

export interface ToolSearchFigures {
  readonly tools: number
  /** Seconds until all can be found. */
  readonly indexSeconds: number
  readonly times: CallTimes
  /** How often the tool that was meant is among those that are offered, 0 to 1. */
  readonly found: number
  /** Of the tools that a model is told of, and of all, in tokens. */
  readonly offeredTokens: number
  readonly allTokens: number
}

const OFFERED = 6
const BUDGET = 2_000
const QUESTIONS = 1_000
const VERBS = ['create', 'list', 'update', 'delete', 'search', 'send', 'book', 'cancel', 'export', 'archive']
const THINGS = [
  'invoice',
  'ticket',
  'meeting room',
  'calendar event',
  'customer',
  'order',
  'photo',
  'report',
  '休暇申請',
  '見積書',
]
const PLACES = ['sales', 'support', 'finance', 'warehouse', 'office', 'lab', 'factory', '東京', '大阪', '名古屋']

/** Indexes generated tools and finds those that fit a request, as the tool agent does. */
export async function searchTools({
  tools: count,
  seed,
}: {
  readonly tools: number
  readonly seed: number
}): Promise<ToolSearchFigures> {
  const { signal } = new AbortController()
  const random = createRandom(seed)
  const specs = Array.from({ length: count }, (_, at) => generateTool(at, random))
  const index = createUnifiedIndex({
    embedder: openBundledEmbedder(),
    createLexicalIndex: () => createBm25Index(),
    createVectorIndex: (_namespace, _space, dimension) => createExactIndex(dimension),
  })
  const toolIndex = createToolIndex({ store: createMemoryStore(), writer: index, clock: systemClock })
  const startedAt = performance.now()
  await toolIndex.sync(specs, signal)
  const indexSeconds = (performance.now() - startedAt) / 1_000
  const byId = new Map(specs.map((spec) => [spec.id, spec]))
  const source = { name: 'bench', list: () => specs, onChange: () => {}, call: unscripted, close: async () => {} }
  const catalog = { ...createToolCatalog([source]), find: (id: string) => found(byId.get(id), source) }
  const asked = Array.from({ length: QUESTIONS }, () => specs[drawInteger(random, specs.length)]!)
  let hits = 0
  let offeredTokens = 0
  const question = { context: [], audience: { labels: ['public'] } }
  const times = await measureCalls(
    asked,
    (spec) =>
      considerTools(
        { text: `Please ${spec.title}.`, limit: OFFERED },
        question,
        { searcher: index, toolIndex, catalog },
        signal,
      ),
    (candidates, at) => {
      const offered = fitTools(candidates, BUDGET)
      offeredTokens += offered.reduce((sum, { spec }) => sum + tokensOf(spec), 0) / QUESTIONS
      // Of tools with the same name any one will do.
      if (offered.some(({ spec }) => spec.title === asked[at]?.title)) hits += 1
    },
  )
  const allTokens = specs.reduce((sum, spec) => sum + tokensOf(spec), 0)
  return { tools: count, indexSeconds, times, found: hits / QUESTIONS, offeredTokens, allTokens }
}

function generateTool(at: number, random: Random): ToolSpec {
  const draw = (words: readonly string[]) => words[drawInteger(random, words.length)]!
  const [verb, thing, place] = [draw(VERBS), draw(THINGS), draw(PLACES)]
  const text = { type: 'string', description: `The ${thing} to ${verb}.` }
  return {
    id: `bench__${verb}_${at}`,
    server: 'bench',
    name: `${verb}_${at}`,
    title: `${verb} ${thing} of ${place} ${at % 97}`,
    description: `Use this to ${verb} a ${thing} in the system of ${place}, number ${at % 97}. Returns its state.`,
    parameters: {
      type: 'object',
      properties: { name: text, note: text, limit: { type: 'integer' } },
      required: ['name'],
    },
    examples: [],
    effects: { readOnly: true, destructive: false, openWorld: false },
    audience: 'public',
  }
}

function found<Source>(spec: ToolSpec | undefined, source: Source) {
  return spec === undefined ? undefined : { spec, source }
}

async function unscripted(): Promise<never> {
  throw new Error('No tool is called here.')
}
