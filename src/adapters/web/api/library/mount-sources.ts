import type { OpenAPIHono } from '@hono/zod-openapi'
import type { SourceJob } from '../../../../ports/source-desk.ts'
import type { SourceSummary } from '../../../../ports/store.ts'
import type { WebEnv } from '../../web-env.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import { type ApiDesk, audienceOf } from '../api-desk.ts'
import { checkOwner } from '../check-owner.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { addSourceSchema } from '../schemas/library.ts'
import { createEventStream, EVENT_STREAM_HEADERS, writeEvent } from '../stream/event-stream.ts'
import { viewJob, viewSource, viewSourceBriefly } from '../views/view-source.ts'
import { addSource } from './add-source.ts'
import { addRoute, cancelRoute, followRoute, listRoute, refreshRoute, removeRoute } from './source-routes.ts'

/** Everybody sees the sources that they may read; only owners change them, and see where they lie and what failed. */
export function mountSources(app: OpenAPIHono<WebEnv>, desk: ApiDesk): void {
  const { sources } = desk.host
  app.openAPIRegistry.register('AddSourceRequest', addSourceSchema)

  app.openapi(listRoute, async (context) => {
    const list = await sources.list(audienceOf(context, desk))
    if (visitorOf(context).role !== 'owner')
      return context.json({ sources: list.map(viewSourceBriefly), jobs: [] }, 200)
    const jobs = sources.jobs().filter((job) => isReadable(job, context, desk))
    return context.json({ sources: list.map(viewSource), jobs: jobs.map(viewJob) }, 200)
  })

  app.openapi(addRoute, async (context) => {
    checkOwner(context)
    return context.json(viewJob(await addSource(context, desk)), 202)
  })

  app.openapi(refreshRoute, async (context) => {
    checkOwner(context)
    const { id } = await findSource(context.req.valid('param').id, context, desk)
    return context.json(viewJob(await sources.refresh(id)), 202)
  })

  app.openapi(removeRoute, async (context) => {
    checkOwner(context)
    const { id } = await findSource(context.req.valid('param').id, context, desk)
    const { documents, items } = await sources.remove(id)
    return context.json({ documents, items }, 200)
  })

  app.openapi(followRoute, (context) => {
    checkOwner(context)
    const { id } = findJob(context.req.valid('param').id, context, desk)
    const call = desk.calls.begin(context)
    const stream = createEventStream({ ...desk.limits, onLeave: call.leave }, async ({ write }) => {
      try {
        for await (const job of sources.follow(id, call.signal)) await write(writeEvent('job', viewJob(job)))
      } finally {
        call.end()
      }
    })
    return context.body(stream, 200, EVENT_STREAM_HEADERS)
  })

  app.openapi(cancelRoute, (context) => {
    checkOwner(context)
    sources.cancel(findJob(context.req.valid('param').id, context, desk).id)
    return context.body(null, 204)
  })
}

/** @throws ApiProblem `not-found` for what the visitor may not read as for nothing */
async function findSource(id: string, context: ApiContext, desk: ApiDesk): Promise<SourceSummary> {
  const list = await desk.host.sources.list(audienceOf(context, desk))
  const source = list.find((one) => one.id === id)
  if (source === undefined) throw new ApiProblem('not-found')
  return source
}

function findJob(id: string, context: ApiContext, desk: ApiDesk): SourceJob {
  const job = desk.host.sources.jobs().find((one) => one.id === id)
  if (job === undefined || !isReadable(job, context, desk)) throw new ApiProblem('not-found')
  return job
}

function isReadable({ audience }: SourceJob, context: ApiContext, desk: ApiDesk): boolean {
  return audienceOf(context, desk).labels.includes(audience)
}
