import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SourceJob } from '../../../src/ports/source-desk.ts'
import { createGate } from '../../fakes/gate.ts'
import { expectConsistent, NEVER } from './ingest-bench.ts'
import { type DeskScene, partsOf, stageDesk } from './source-desk-scene.ts'

describe('jobs of the desk', () => {
  let scene: DeskScene
  beforeEach(async () => {
    scene = await stageDesk()
  })
  afterEach(() => scene.close())

  const stateOf = (job: SourceJob) => scene.desk.jobs().find(({ id }) => id === job.id)?.state
  const plansLeft = async () => (await scene.store.settings.list('source-job:')).length

  it('run one after another, in order', async () => {
    const { begun, goOn } = scene.holdReading()
    const first = await scene.send('a.md', 'A.')
    const second = await scene.send('b.md', 'B.')
    await begun

    const states = [stateOf(first), stateOf(second)]
    goOn()
    await scene.end(second)

    expect(states).toEqual(['running', 'waiting'])
    expect(scene.loader.loaded.map((location) => location.slice(-4))).toEqual(['a.md', 'b.md'])
    expect(scene.desk.jobs().map(({ label }) => label)).toEqual(['b.md', 'a.md'])
    expect(await plansLeft()).toBe(0)
  })

  it('wait twenty at a time; more are refused before anything is sent', async () => {
    const { begun, goOn } = scene.holdReading()
    await scene.send('running.md', 'x')
    await begun
    const jobs: SourceJob[] = []
    for (let number = 0; number < 20; number += 1) jobs.push(await scene.send(`${number}.md`, `${number}`))
    let isRead = false
    async function* content() {
      isRead = true
      yield Buffer.from('x')
    }

    const file = scene.desk.addFile({ name: 'late.md', content: content() }, 'public', NEVER)
    const address = scene.desk.addAddresses(['https://example.com/'], 'public')

    await expect(file).rejects.toMatchObject({ code: 'queue-full', retryable: true })
    await expect(address).rejects.toMatchObject({ code: 'queue-full' })
    expect(isRead).toBe(false)
    goOn()
    for (const job of jobs) expect(await scene.end(job)).toMatchObject({ state: 'done' })
  })

  it('count files that are being sent among those that wait', async () => {
    const small = await stageDesk({ limits: { uploadBytes: 100, waiting: 1, quietMs: 1 } })
    const gate = createGate()
    async function* slowly() {
      await gate.passed
      yield Buffer.from('slow')
    }
    const sending = small.desk.addFile({ name: 'slow.md', content: slowly() }, 'public', NEVER)

    await expect(small.send('other.md', 'x')).rejects.toMatchObject({ code: 'queue-full' })
    gate.open()
    await small.end(await sending)
    await small.end(await small.send('other.md', 'x'))

    expect(small.index.texts()).toEqual(['slow', 'x'])
    await small.close()
  })

  it('give up the place of a file that never came', async () => {
    const small = await stageDesk({ limits: { uploadBytes: 100, waiting: 1, quietMs: 1 } })
    const leaving = new AbortController()
    async function* silent() {
      leaving.abort(new Error('left'))
      await new Promise(() => {})
      yield Buffer.from('')
    }

    await expect(small.desk.addFile({ name: 'a.md', content: silent() }, 'public', leaving.signal)).rejects.toThrow(
      'left',
    )

    expect(await small.end(await small.send('b.md', 'x'))).toMatchObject({ state: 'done' })
    await small.close()
  })

  it('can be stopped while they run, and leave no half source', async () => {
    const { begun, goOn } = scene.holdReading()
    const job = await scene.send('a.md', 'A.')
    await begun

    scene.desk.cancel(job.id)
    goOn()

    expect(await scene.end(job)).toMatchObject({ state: 'cancelled', endedAt: expect.any(Number) })
    expect(await scene.store.sources.list()).toEqual([])
    expect(await scene.listKept()).toEqual([])
    expect(await plansLeft()).toBe(0)
    await expectConsistent(scene)
  })

  it('can be stopped while they wait', async () => {
    const { begun, goOn } = scene.holdReading()
    const first = await scene.send('a.md', 'A.')
    await begun
    const second = await scene.send('b.md', 'B.')

    scene.desk.cancel(second.id)
    const ended = await scene.end(second)
    goOn()
    await scene.end(first)

    expect(ended.state).toBe('cancelled')
    expect(await scene.listKept()).toEqual(['a.md'])
    expect(scene.index.texts()).toEqual(['A.'])
  })

  it('keep what was read before they were stopped', async () => {
    const addresses = ['https://example.com/1', 'https://example.com/2']
    for (const address of addresses) scene.pages.serve(address, { body: address, mediaType: 'text/plain' })
    const [begun, gate] = [createGate(), createGate()]
    scene.loader.beforeLoad = async (location) => {
      if (!location.endsWith('2')) return
      begun.open()
      await gate.passed
    }
    const job = await scene.desk.addAddresses(addresses, 'public')
    await begun.passed

    scene.desk.cancel(job.id)
    gate.open()
    await scene.end(job)

    const sources = await scene.store.sources.list()
    expect(sources.map(({ location }) => location)).toEqual(['https://example.com/1'])
    expect(scene.index.texts()).toEqual(['https://example.com/1'])
  })

  it('ignore being stopped when they have ended, or never were', async () => {
    const job = await scene.end(await scene.send('a.md', 'A.'))

    scene.desk.cancel(job.id)
    scene.desk.cancel('unknown')

    expect(stateOf(job)).toBe('done')
  })

  it('are followed to their end, in steps', async () => {
    for (let number = 0; number < 30; number += 1) {
      scene.pages.serve(`https://example.com/${number}`, { body: `Page ${number}`, mediaType: 'text/plain' })
    }
    const addresses = Array.from({ length: 30 }, (_, number) => `https://example.com/${number}`)
    const job = await scene.desk.addAddresses(addresses, 'public')

    const seen: SourceJob[] = []
    for await (const now of scene.desk.follow(job.id, NEVER)) seen.push(now)

    const done = seen.map(({ documentsDone }) => documentsDone)
    expect(done).toEqual([...done].sort((left, right) => left - right))
    expect(seen.at(-1)).toMatchObject({ state: 'done', documentsDone: 30, documentsTotal: 30 })
    expect(seen.filter(({ state }) => state === 'done')).toHaveLength(1)
  })

  it('show a follower no more changes than asked for, and the end at once', async () => {
    const patient = await stageDesk({ limits: { uploadBytes: 100, quietMs: 3_600_000 } })
    const job = await patient.send('a.md', 'A.')

    const states: string[] = []
    for await (const now of patient.desk.follow(job.id, NEVER)) states.push(now.state)

    expect(states.at(-1)).toBe('done')
    expect(states.length).toBeLessThanOrEqual(2)
    await patient.close()
  })

  it('are followed no longer than somebody looks', async () => {
    const { begun, goOn } = scene.holdReading()
    const job = await scene.send('a.md', 'A.')
    await begun
    const leaving = new AbortController()

    const seen: string[] = []
    for await (const now of scene.desk.follow(job.id, leaving.signal)) {
      seen.push(now.state)
      leaving.abort()
    }
    goOn()

    expect(seen).toEqual(['running'])
  })

  it('that nobody knows of show nothing', async () => {
    const seen: SourceJob[] = []
    for await (const job of scene.desk.follow('unknown', NEVER)) seen.push(job)

    expect(seen).toEqual([])
  })

  it('are remembered for a while when they have ended', async () => {
    const forgetful = await stageDesk({ limits: { uploadBytes: 100, ended: 2, quietMs: 1 } })
    for (const name of ['a', 'b', 'c']) await forgetful.end(await forgetful.send(`${name}.md`, name))

    expect(forgetful.desk.jobs().map(({ label }) => label)).toEqual(['c.md', 'b.md'])
    await forgetful.close()
  })

  it('keep so many failures and no more', async () => {
    const brief = await stageDesk({ limits: { uploadBytes: 100, failures: 2, quietMs: 1 } })
    const addresses = ['1', '2', '3'].map((name) => `https://example.com/${name}`)

    const ended = await brief.end(await brief.desk.addAddresses(addresses, 'public'))

    expect(ended.failures).toHaveLength(2)
    await brief.close()
  })

  it('fail as a whole when the store does', async () => {
    const { sources } = scene.store
    const add = sources.add
    sources.add = () => Promise.reject(new Error('unplugged'))

    const ended = await scene.end(await scene.send('a.md', 'A.'))
    sources.add = add

    expect(ended).toMatchObject({ state: 'failed', error: 'internal' })
    expect(await scene.listKept()).toEqual([])
    expect(await scene.end(await scene.send('b.md', 'B.'))).toMatchObject({ state: 'done' })
  })

  it('tell when the index may have changed', async () => {
    let changes = 0
    const told = await stageDesk({ onChanged: () => void changes++ })

    await told.end(await told.send('a.md', 'A.'))

    expect(changes).toBe(1)
    await told.close()
  })

  describe('that an end of the process interrupts', () => {
    it('are taken up at the next start, those that waited included', async () => {
      const { begun, goOn } = scene.holdReading()
      await scene.send('a.md', 'A.')
      await scene.send('b.md', 'B.', 'group:hr')
      await begun
      const closing = scene.desk.close()
      goOn()
      await closing
      const [left, kept] = [await plansLeft(), await scene.listKept()]

      const next = scene.restart()
      await next.start()
      for (const { id } of next.jobs()) for await (const _ of next.follow(id, NEVER));

      expect([left, kept.length]).toEqual([2, 2])
      expect(next.jobs().map(({ label, state, audience }) => [label, state, audience])).toEqual([
        ['b.md', 'done', 'group:hr'],
        ['a.md', 'done', 'public'],
      ])
      expect(scene.index.texts()).toEqual(['A.', 'B.'])
      expect(await plansLeft()).toBe(0)
      await expectConsistent(scene)
    })

    it('leave no file that nothing names, and no source that was never read', async () => {
      await scene.end(await scene.send('kept.md', 'Kept.'))
      const orphan = join(scene.root, crypto.randomUUID())
      const half = join(scene.root, crypto.randomUUID())
      for (const folder of [orphan, half]) {
        await mkdir(folder)
        await writeFile(join(folder, 'x.md'), 'Left.')
      }
      const source = { kind: 'file', audience: 'public', addedAt: 1 } as const
      await scene.store.sources.add({ ...source, id: 'half', location: join(half, 'x.md') })

      await scene.restart().start()

      expect(await scene.listKept()).toEqual(['kept.md'])
      expect((await scene.store.sources.list()).map(({ documents }) => documents)).toEqual([1])
    })

    it('are given up when they were begun three times and never ended', async () => {
      const { begun, goOn } = scene.holdReading()
      const job = await scene.send('poison.md', 'x')
      await begun
      const name = `source-job:${job.id}`
      const plan = await scene.store.settings.get(name)
      scene.desk.cancel(job.id)
      goOn()
      await scene.end(job)
      await scene.store.settings.set(name, (plan ?? '').replace('"attempts":1', '"attempts":3'))

      const next = scene.restart()
      await next.start()
      for await (const _ of next.follow(job.id, NEVER));

      expect(next.jobs()).toMatchObject([{ label: 'poison.md', state: 'failed', error: 'internal' }])
      expect(await plansLeft()).toBe(0)
      expect(await scene.store.sources.list()).toEqual([])
    })

    it('are dropped where another version wrote them', async () => {
      await scene.store.settings.set('source-job:1', '{"work":{"kind":"teleport"}}')
      await scene.store.settings.set('source-job:2', 'no JSON')

      const next = scene.restart()
      await next.start()

      expect(next.jobs()).toEqual([])
      expect(await plansLeft()).toBe(0)
    })

    it('take no more in', async () => {
      await scene.desk.close()

      await expect(scene.send('a.md', 'A.')).rejects.toMatchObject({ code: 'cancelled' })
    })

    it('break off a file that is being sent', async () => {
      const begun = createGate()
      async function* silent() {
        begun.open()
        yield* partsOf('half')
        await new Promise(() => {})
      }
      const sending = scene.desk.addFile({ name: 'a.md', content: silent() }, 'public', NEVER)
      await begun.passed

      await scene.desk.close()

      await expect(sending).rejects.toMatchObject({ code: 'cancelled' })
      expect(await scene.listKept()).toEqual([])
    })
  })
})
