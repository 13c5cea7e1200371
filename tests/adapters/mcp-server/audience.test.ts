import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ALICE, type Bench, callTool, createBench, tokenFor } from './mcp-bench.ts'
import { buildItem, createMemoryHost, type Item } from './memory-host.ts'

const LABELS = ['public', 'group:finance', 'person:slack:T1:U1', 'slack:T1', 'slack:T1:C1', 'discord:G1:C2']
/** Each text holds a mark of its own, in two languages. */
const items = fc.array(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 12 }).map((labels) =>
  labels.map((audience, index) =>
    buildItem({
      key: index + 1,
      text: `leave 休暇 mark-${index}-`,
      title: `title-${index}-`,
      location: `/srv/doc-${index % 4}-.md`,
      audience,
    }),
  ),
)
const audiences = fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: LABELS.length })

describe('what a caller of the MCP server is given', () => {
  let bench: Bench
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  // A host with a mistake must not become a leak either.
  it.each([
    ['keeps to audiences', false],
    ['forgets about them', true],
  ])('carries its labels alone, where the host %s', async (_, isLeaky) => {
    await fc.assert(
      fc.asyncProperty(items, audiences, fc.constantFrom('terminal', 'token'), async (known, labels, way) => {
        const own = createBench()
        try {
          const client = await connect(own, known, { labels, way, isLeaky })
          const replies = [
            await callTool(client, 'search', { query: 'leave', limit: 20 }),
            await callTool(client, 'search', { query: '休暇', limit: 20 }),
            await callTool(client, 'ask', { question: 'leave' }),
            ...(await Promise.all(known.map(({ key }) => callTool(client, 'open', { key, around: 10 })))),
            await callTool(client, 'open', { location: '/srv/doc-1-.md', around: 10 }),
          ]

          const told = JSON.stringify(replies)
          const beyond = known.filter(({ audience }) => !labels.includes(audience))
          const within = known.filter(({ audience }) => labels.includes(audience))
          for (const { text, title } of beyond) {
            expect(told).not.toContain(text)
            expect(told).not.toContain(title)
          }
          for (const { text } of within) expect(JSON.stringify(replies[0])).toContain(text)
        } finally {
          await own.close()
        }
      }),
      { numRuns: 12 },
    )
  })

  it('holds for two tokens at the same server at the same time', async () => {
    const secrets = LABELS.map((_, index) => `token-${index}-0123456789abcdef0123456789`)
    const tokens = LABELS.map((label, index) => tokenFor(`token-${index}`, secrets[index]!, [label]))
    const known = LABELS.map((audience, index) => buildItem({ key: index + 1, text: `leave ${index}`, audience }))
    const { url } = await bench.serveHttp(createMemoryHost(known), { tokens })
    const clients = await Promise.all(secrets.map((secret) => bench.connect(url, secret)))

    const replies = await Promise.all(clients.map((client) => callTool(client, 'search', { query: 'leave' })))

    replies.forEach((reply, index) => {
      expect(reply.structuredContent).toMatchObject({ results: [{ key: index + 1 }] })
    })
  })
})

async function connect(
  bench: Bench,
  known: readonly Item[],
  { labels, way, isLeaky }: { readonly labels: readonly string[]; readonly way: string; readonly isLeaky: boolean },
) {
  const host = createMemoryHost(known, { isLeaky })
  if (way === 'terminal') return (await bench.serveStdio(host, { labels })).client
  const { url } = await bench.serveHttp(host, { tokens: [tokenFor('alice', ALICE, labels)] })
  return bench.connect(url, ALICE)
}
