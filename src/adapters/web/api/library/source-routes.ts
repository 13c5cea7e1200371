import { createRoute, z } from '@hono/zod-openapi'
import { json, problems } from '../document/replies.ts'
import { removedSourceSchema, sourceJobSchema, sourceListSchema } from '../schemas/library.ts'

const params = z.object({ id: z.string().max(300) })
const job = { description: 'The job that does it', content: json(sourceJobSchema) }

export const listRoute = createRoute({
  method: 'get',
  path: '/v1/sources',
  summary: 'Lists what is indexed, and the jobs that change it',
  description:
    'Owners also see where files lie, what could not be read, and jobs; everything else below `/v1/sources` is theirs alone.',
  responses: { 200: { description: 'What you may read of them', content: json(sourceListSchema) }, ...problems() },
})

export const addRoute = createRoute({
  method: 'post',
  path: '/v1/sources',
  summary: 'Adds a web address or a file',
  request: {
    body: {
      required: true,
      content: {
        // Read by the handler, since a validator would read an uploaded file whole.
        'application/json': { schema: { $ref: '#/components/schemas/AddSourceRequest' } },
        'multipart/form-data': {
          schema: {
            type: 'object',
            properties: {
              audience: { type: 'string', description: 'One of your labels; it stands before the file' },
              file: { type: 'string', format: 'binary', description: 'One file, the last field' },
            },
            required: ['file'],
          },
        },
      },
    },
  },
  responses: { 202: job, ...problems(408, 413, 415, 422, 507) },
})

export const refreshRoute = createRoute({
  method: 'post',
  path: '/v1/sources/{id}/refresh',
  summary: 'Reads a source again',
  request: { params },
  responses: { 202: job, ...problems(404) },
})

export const removeRoute = createRoute({
  method: 'delete',
  path: '/v1/sources/{id}',
  summary: 'Removes a source with all that was read from it',
  request: { params },
  responses: { 200: { description: 'How much is gone', content: json(removedSourceSchema) }, ...problems(404) },
})

export const followRoute = createRoute({
  method: 'get',
  path: '/v1/sources/jobs/{id}/events',
  summary: 'Follows a job',
  description: 'Server-sent events named `job`: the job as it is now and at every change, until it has ended.',
  request: { params },
  responses: {
    200: {
      description: 'Events whose data are each a `SourceJob`',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...problems(404),
  },
})

export const cancelRoute = createRoute({
  method: 'delete',
  path: '/v1/sources/jobs/{id}',
  summary: 'Stops a job; what it has read stays',
  request: { params },
  responses: { 204: { description: 'It stops' }, ...problems(404) },
})
