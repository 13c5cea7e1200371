import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../../src/domain/evidence.ts'
import type { InsightReport } from '../../../../src/ports/insight.ts'
import type { SourceJob } from '../../../../src/ports/source-desk.ts'
import { evidence } from '../../../fakes/answer-fixtures.ts'
import { readEvents } from '../../../fakes/web/check-reply.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

const found: Evidence = evidence('Hotels: 140 euros.', {
  key: 7,
  title: '出張 › 宿泊',
  location: '/srv/kiku/secret-folder/travel.md',
  legs: { lexical: { score: 0.7, rank: 1 } },
})

describe('search', () => {
  it('searches what the visitor may read, by POST and by GET', async () => {
    const asked: unknown[] = []
    const scene = await stage({
      search: async ({ text, audience, limit }) => {
        asked.push([text, audience.labels, limit])
        return [found]
      },
    })

    const posted = await scene.send('POST', '/v1/search', { json: { query: '宿泊費', limit: 3 }, as: 'ben' })
    const got = await scene.send('GET', '/v1/search?q=hotel&limit=2')

    expect(posted.body.evidence).toMatchObject([{ key: 7, title: '出張 › 宿泊', legs: { lexical: { rank: 1 } } }])
    expect(posted.body.evidence[0].location).toBe('travel.md')
    expect(got.body.evidence[0].location).toBe('/srv/kiku/secret-folder/travel.md')
    expect(asked).toEqual([
      ['宿泊費', ['public', 'person:web:ben'], 3],
      ['hotel', ['public', 'group:finance', 'person:web:aki'], 2],
    ])
  })

  it('refuses queries that do not fit', async () => {
    const scene = await stage()
    const status = async (path: string) => (await scene.send('GET', path)).status

    expect(await status('/v1/search')).toBe(400)
    expect(await status('/v1/search?q=')).toBe(400)
    expect(await status('/v1/search?q=a&limit=51')).toBe(400)
    expect(await status('/v1/search?q=a&limit=-1')).toBe(400)
    expect(await status(`/v1/search?q=${'a'.repeat(8_001)}`)).toBe(413)
  })

  it('gives up a search that takes too long', async () => {
    const signals: AbortSignal[] = []
    const scene = await stage({
      search: (_request, signal) => {
        signals.push(signal)
        return new Promise(() => {})
      },
      parts: { limits: { searchMs: 5 } },
    })

    const reply = await scene.send('GET', '/v1/search?q=hotel', { headers: { 'accept-language': 'ja' } })

    expect(reply).toMatchObject({
      status: 504,
      body: { code: 'deadline-exceeded', title: '制限時間内に終わりませんでした。' },
    })
    expect(signals[0]?.aborted).toBe(true)
  })

  it('looks after sockets between one search and the next', async () => {
    let round = 0
    const count = () => {
      round += 1
      counting = setImmediate(count)
    }
    let counting = setImmediate(count)
    const begun: number[] = []
    const scene = await stage({
      search: async () => {
        begun.push(round)
        return []
      },
    })

    const searchAtOnce = () => Promise.all(Array.from({ length: 8 }, () => scene.send('GET', '/v1/search?q=hotel')))
    // Connections are there from the first time on; the second time all requests arrive before one is looked at.
    await searchAtOnce()
    setImmediate(() => keepBusy(20))
    await searchAtOnce().finally(() => clearImmediate(counting))

    expect(new Set(begun).size).toBe(16)
  })
})

describe('passages', () => {
  it('opens one in its document, and finds nothing where it is gone or a tool said it', async () => {
    const scene = await stage({
      passages: async ({ key, around }, { labels }) =>
        key === 7 && labels.includes('group:finance')
          ? {
              title: 'Travel',
              location: '/srv/travel.md',
              passages: [{ key, namespace: 'knowledge', title: 'Travel', text: `${around}`, locator: { page: 2 } }],
              hasBefore: false,
              hasAfter: true,
            }
          : undefined,
    })

    const opened = await scene.send('GET', '/v1/passages/7?around=2')
    const foreign = await scene.send('GET', '/v1/passages/7', { as: 'ben' })
    const missing = await scene.send('GET', '/v1/passages/8', { as: 'ben' })
    const said = await scene.send('GET', '/v1/passages/-3')
    const odd = await scene.send('GET', '/v1/passages/7%2F..%2F8')

    expect(opened.body).toMatchObject({ passages: [{ key: 7, text: '2', locator: { page: 2 } }], hasAfter: true })
    expect([foreign.status, said.status, odd.status]).toEqual([404, 404, 400])
    expect(foreign.text).toBe(missing.text)
  })
})

const job: SourceJob = {
  id: 'j1',
  kind: 'add',
  label: 'travel.md',
  audience: 'public',
  state: 'running',
  documentsDone: 0,
  documentsTotal: 1,
  chunks: 0,
  failures: [],
  startedAt: 1,
}

const source = {
  id: 's1',
  kind: 'file' as const,
  location: '/srv/kiku/uploads/travel.md',
  audience: 'public',
  addedAt: 1,
  documents: 1,
  items: 4,
  failures: [{ location: '/srv/x.pdf', code: 'document-encrypted', message: 'locked', at: 2 }],
}

const report: InsightReport = {
  questions: 2,
  days: [{ day: '2026-11-21', answered: 1, extracted: 0, abstained: 1 }],
  outcomes: { answered: 1, extracted: 0, abstained: 1 },
  routes: { direct: 0, knowledge: 2, history: 0, tool: 0 },
  surfaces: { web: 2 },
  feedback: { up: 1, down: 0 },
  latency: { total: { p50: 1, p90: 2, p99: 3 } },
  sources: [{ location: '/srv/travel.md', title: 'Travel', citations: 1 }],
  unanswered: [{ turnId: 't', text: '経費は？', surface: 'web', at: 1 }],
  unansweredElsewhere: 3,
  retrieval: { citedShare: null, meanBestProbability: 0.7, passages: 70, withoutVector: 0, embedder: 'bundled' },
  isPartial: false,
}

describe('sources', () => {
  it('are changed by owners alone', async () => {
    const scene = await stage()
    const requests = [
      ['POST', '/v1/sources'],
      ['POST', '/v1/sources/s1/refresh'],
      ['DELETE', '/v1/sources/s1'],
      ['GET', '/v1/sources/jobs/j1/events'],
      ['DELETE', '/v1/sources/jobs/j1'],
      ['GET', '/v1/insight'],
    ] as const

    const replies = await Promise.all(requests.map(([method, path]) => scene.send(method, path, { as: 'ben' })))

    expect(replies.map(({ status, body }) => [status, body.code])).toEqual(requests.map(() => [403, 'forbidden']))
  })

  it('are listed for members without where they lie and what failed there', async () => {
    const failure = { location: '/srv/plans/secret-merger.md', code: 'document-unreadable', message: 'broken', at: 1 }
    const list = async () => [{ ...source, location: '/srv/plans/guide.md', failures: [failure] }]
    const scene = await stage({ sources: { list, jobs: () => [job] } })

    const { status, body } = await scene.send('GET', '/v1/sources', { as: 'ben' })

    expect(status).toBe(200)
    expect(body).toMatchObject({ sources: [{ location: 'guide.md', failures: [] }], jobs: [] })
    expect(JSON.stringify(body)).not.toMatch(/srv|merger/)
  })

  it('never say where a file that was uploaded is kept, not to owners either', async () => {
    const kept = '/var/lib/kiku/uploads/3f2504e0-4f89-41d3-9a0c-0305e82c3301/旅費規程.pdf'
    const failure = { location: kept, code: 'document-unreadable', message: `${kept} is damaged.`, at: 1 }
    const failed = { ...job, failures: [failure] }
    const scene = await stage({
      sources: {
        list: async () => [{ ...source, location: kept, failures: [failure] }],
        jobs: () => [failed],
        async *follow() {
          yield { ...failed, state: 'done', endedAt: 2 }
        },
      },
      search: async () => [{ ...found, location: kept }],
      passages: async () => ({ title: '', location: kept, passages: [], hasBefore: false, hasAfter: false }),
      insight: async () => ({ ...report, sources: [{ location: kept, title: '', citations: 2 }] }),
    })
    const paths = ['/v1/sources', '/v1/sources/jobs/j1/events', '/v1/search?q=hotel', '/v1/passages/7', '/v1/insight']

    const replies = await Promise.all(paths.map((path) => scene.send('GET', path)))

    for (const { text } of replies) {
      expect(text).toContain('旅費規程.pdf')
      expect(text).not.toMatch(/uploads|3f2504e0|var/)
    }
    expect(replies[0]?.body).toMatchObject({
      sources: [
        { label: '旅費規程.pdf', location: '旅費規程.pdf', failures: [{ message: '旅費規程.pdf is damaged.' }] },
      ],
    })
  })

  it('say in jobs how much was there already', async () => {
    const scene = await stage({ sources: { list: async () => [], jobs: () => [{ ...job, unchanged: 1 }] } })

    const { body } = await scene.send('GET', '/v1/sources')

    expect(body.jobs).toMatchObject([{ id: 'j1', unchanged: 1 }])
  })

  it('lists, refreshes and removes what the owner may read, and follows and cancels jobs', async () => {
    const done: string[] = []
    const scene = await stage({
      sources: {
        list: async ({ labels }) => (labels.includes('public') ? [source] : []),
        jobs: () => [job, { ...job, id: 'j2', audience: 'group:board' }],
        refresh: async (id) => {
          done.push(`refresh ${id}`)
          return { ...job, kind: 'refresh' }
        },
        remove: async (id) => {
          done.push(`remove ${id}`)
          return { documents: 1, items: 4 }
        },
        async *follow(id) {
          yield { ...job, id }
          yield { ...job, id, state: 'done', documentsDone: 1, chunks: 4, endedAt: 9 }
        },
        cancel: (id) => done.push(`cancel ${id}`),
      },
    })

    const list = await scene.send('GET', '/v1/sources')
    const followed = await scene.send('GET', '/v1/sources/jobs/j1/events')
    const statuses = await Promise.all(
      [
        ['POST', '/v1/sources/s1/refresh'],
        ['DELETE', '/v1/sources/s1'],
        ['DELETE', '/v1/sources/jobs/j1'],
        ['DELETE', '/v1/sources/jobs/j2'],
        ['GET', '/v1/sources/jobs/j2/events'],
        ['DELETE', '/v1/sources/s2'],
      ].map(async ([method = '', path = '']) => (await scene.send(method, path)).status),
    )
    const narrow = await scene.send('DELETE', '/v1/sources/s1', { as: 'narrow' })

    expect(list.body.sources).toMatchObject([
      { id: 's1', label: 'travel.md', failures: [{ code: 'document-encrypted' }] },
    ])
    expect(list.body.jobs).toMatchObject([{ id: 'j1' }])
    expect(readEvents(followed.text)).toMatchObject([{ state: 'running' }, { state: 'done', chunks: 4 }])
    expect(statuses).toEqual([202, 200, 204, 404, 404, 404])
    expect(narrow.status).toBe(404)
    expect(done.sort()).toEqual(['cancel j1', 'refresh s1', 'remove s1'])
  })

  it('adds addresses for one of the labels of the owner', async () => {
    const added: unknown[] = []
    const scene = await stage({
      sources: {
        addAddresses: async (addresses, audience) => {
          added.push([addresses, audience])
          return job
        },
      },
    })
    const add = async (json: unknown, as: 'aki' | 'narrow' = 'aki') =>
      (await scene.send('POST', '/v1/sources', { json, as })).status

    expect(await add({ url: 'https://example.com/a?b=1' })).toBe(202)
    expect(await add({ url: 'https://example.com/', audience: 'group:finance' })).toBe(202)
    expect(await add({ url: 'https://example.com/' }, 'narrow')).toBe(202)
    expect(await add({ url: 'https://example.com/', audience: 'group:board' })).toBe(403)
    expect(await add({ url: 'https://example.com/', audience: 'public' }, 'narrow')).toBe(403)
    expect(await add({ url: 'file:///etc/passwd' })).toBe(400)
    expect(await add({ url: 'javascript:alert(1)' })).toBe(400)
    expect(await add('nothing')).toBe(400)
    expect(added).toEqual([
      [['https://example.com/a?b=1'], 'public'],
      [['https://example.com/'], 'group:finance'],
      [['https://example.com/'], 'person:web:narrow'],
    ])
  })

  it('ends following when the client leaves', async () => {
    const ended: boolean[] = []
    const scene = await stage({
      sources: {
        jobs: () => [job],
        async *follow(_id, signal) {
          yield job
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          ended.push(signal.aborted)
        },
      },
    })
    const leaving = new AbortController()
    const response = await fetch(`${scene.url}/v1/sources/jobs/j1/events`, { signal: leaving.signal })
    await response.body!.getReader().read()

    leaving.abort()
    await scene.api.idle()

    expect(ended).toEqual([true])
  })
})

describe('session and insight', () => {
  it('tells who is asking and what Kiku can do', async () => {
    const scene = await stage({ model: null })

    const { body } = await scene.send('GET', '/v1/session', { as: 'ben' })

    expect(body).toEqual({
      visitor: { name: 'ben', role: 'member', isSignedIn: true },
      labels: ['public', 'person:web:ben'],
      language: 'auto',
      version: '0.1.0',
      model: null,
      sources: 3,
      ownSources: 2,
      passages: 70,
      limits: { questionCharacters: 8_000, uploadBytes: 300_000 },
      fileEndings: ['.md', '.pdf'],
    })
  })

  it('reads figures of whole local days', async () => {
    const asked: unknown[] = []
    const now = Date.UTC(2026, 10, 21, 16, 30)
    const scene = await stage({
      insight: async (request) => {
        asked.push(request)
        return report
      },
      parts: { clock: { now: () => now, elapsed: () => 0 } },
    })

    const { body } = await scene.send('GET', '/v1/insight?days=2&utcOffsetMinutes=540')
    const wrong = await scene.send('GET', '/v1/insight?days=93')

    expect(body).toEqual(report)
    // In Japan it is the 22nd already.
    expect(asked).toEqual([{ since: Date.UTC(2026, 10, 20, 15), until: now, utcOffsetMinutes: 540 }])
    expect(wrong.status).toBe(400)
  })
})

function keepBusy(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}
