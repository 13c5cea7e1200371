import { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../../../src/adapters/telemetry/create-metrics.ts'
import type { Visitor } from '../../../../src/adapters/web/access/visitor.ts'
import { type HealthParts, mountHealth } from '../../../../src/adapters/web/health/mount-health.ts'
import type { WebEnv } from '../../../../src/adapters/web/web-env.ts'
import type { WebState } from '../../../../src/ports/web-host.ts'
import { sampleOf } from '../../telemetry/read-prometheus.ts'

const READY: WebState = {
  version: '1.2.3',
  isReady: true,
  model: { name: 'canary-model', isReachable: true },
  sources: 2,
  ownSources: 1,
  passages: 345,
}
const OWNER: Visitor = { id: 'web:local', name: 'owner', labels: ['public'], role: 'owner', by: 'none' }
const MEMBER: Visitor = { ...OWNER, id: 'web:guest', role: 'member', by: 'token' }

function open(about: Partial<HealthParts> = {}, visitor?: Visitor): OpenAPIHono<WebEnv> {
  const { read } = createMetrics({ version: '1.2.3', measuresProcess: false })
  const app = new OpenAPIHono<WebEnv>()
  app.use(async (context, next) => {
    if (visitor !== undefined) context.set('visitor', visitor)
    await next()
  })
  mountHealth(app, { state: () => READY, readMetrics: read, mayReadMetrics: ({ role }) => role === 'owner', ...about })
  return app
}

const breaks = () => {
  throw new Error('canary')
}

describe('health', () => {
  it('says that the process lives, whatever state it is in', async () => {
    const reply = await open({ state: breaks }).request('/healthz')

    expect(reply.status).toBe(200)
    expect(await reply.json()).toEqual({ status: 'alive' })
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })

  it('says whether questions can be answered, and nothing besides', async () => {
    const reply = await open().request('/readyz')

    expect(reply.status).toBe(200)
    expect(await reply.json()).toEqual({ status: 'ready' })
  })

  it.each([
    ['what is not ready', () => ({ ...READY, isReady: false })],
    ['what fails to say', breaks],
  ])('asks to come again for %s', async (_, state) => {
    const reply = await open({ state }).request('/readyz')

    expect(reply.status).toBe(503)
    expect(reply.headers.get('retry-after')).toBe('5')
    expect(await reply.json()).toEqual({ status: 'not-ready' })
  })

  it('answers HEAD, as load balancers ask', async () => {
    expect((await open().request('/healthz', { method: 'HEAD' })).status).toBe(200)
    expect((await open({ state: breaks }).request('/readyz', { method: 'HEAD' })).status).toBe(503)
  })
})

describe('metrics over HTTP', () => {
  it('are given to owners, with what is so at the moment', async () => {
    const reply = await open({}, OWNER).request('/metrics')

    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await reply.text()
    expect(sampleOf(text, 'kiku_ready')).toBe(1)
    expect(sampleOf(text, 'kiku_model_reachable')).toBe(1)
    expect(sampleOf(text, 'kiku_sources')).toBe(2)
    expect(sampleOf(text, 'kiku_passages')).toBe(345)
    expect(text).not.toContain('canary')
  })

  it('tell of a state that cannot be read', async () => {
    const text = await (await open({ state: breaks }, OWNER).request('/metrics')).text()

    expect(sampleOf(text, 'kiku_ready')).toBe(0)
  })

  it('are refused to members and to nobody in particular', async () => {
    const member = await open({}, MEMBER).request('/metrics')
    const nobody = await open().request('/metrics')

    expect([member.status, nobody.status]).toEqual([403, 401])
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer')
    expect(member.headers.get('content-type')).toBe('application/problem+json')
    expect(await member.json()).toMatchObject({ status: 403, code: 'surface-refused', retryable: false })
    expect(await nobody.text()).not.toContain('kiku_')
  })

  it('are not there where they are off', async () => {
    const { readMetrics: _, ...parts } = { ...off(), readMetrics: undefined }
    const app = new Hono<WebEnv>()
    app.use(async (context, next) => {
      context.set('visitor', OWNER)
      await next()
    })
    mountHealth(app, parts)

    const reply = await app.request('/metrics')

    expect(reply.status).toBe(404)
    expect(await reply.json()).toMatchObject({ title: 'Metrics are off: set telemetry.metrics to true.' })
  })
})

function off(): Pick<HealthParts, 'state' | 'mayReadMetrics'> {
  return { state: () => READY, mayReadMetrics: () => true }
}
