import type { SourceJob } from '../../../../ports/source-desk.ts'
import { isUpload } from '../../server/is-upload.ts'
import { streamUpload } from '../../server/stream-upload.ts'
import { type ApiContext, visitorOf } from '../api-context.ts'
import { type ApiDesk, audienceOf, languageOfRequest } from '../api-desk.ts'
import { ApiProblem } from '../problems/api-problem.ts'
import { localiseIssues } from '../problems/localise-issues.ts'
import { addSourceSchema } from '../schemas/library.ts'
import { withCall } from '../stream/open-calls.ts'
import { readUpload } from '../upload/read-upload.ts'
import { chooseAudience } from './choose-audience.ts'

/** Boundaries and headers around the file itself. */
const FORM_BYTES = 64 * 1024

/** Adds what a request brings: an address, or a file that is handed on as it comes. */
export async function addSource(context: ApiContext, desk: ApiDesk): Promise<SourceJob> {
  const { incoming } = context.env
  if (incoming !== undefined && isUpload(incoming))
    return withCall(desk.calls, context, (signal) => upload(context, desk, signal))
  if (!/^application\/json\s*(;|$)/i.test(context.req.header('content-type') ?? '')) {
    throw new ApiProblem('type-unsupported')
  }
  const { url, audience } = await readAddress(context, desk)
  return desk.host.sources.addAddresses([url], choose(audience, context, desk))
}

async function upload(context: ApiContext, desk: ApiDesk, signal: AbortSignal): Promise<SourceJob> {
  const { incoming } = context.env
  if (incoming === undefined) throw new ApiProblem('upload-invalid')
  const { uploadBytes, limits, host } = desk
  const pieces = streamUpload(incoming, { mostBytes: uploadBytes + FORM_BYTES, idleMs: limits.uploadIdleMs })
  return readUpload(context.req.header('content-type'), pieces, ({ name, fields, content }) =>
    host.sources.addFile({ name, content }, choose(fields.get('audience'), context, desk), signal),
  )
}

async function readAddress(context: ApiContext, desk: ApiDesk) {
  const body: unknown = await context.req.json().catch(() => {
    throw new ApiProblem('request-invalid')
  })
  const { success, data, error } = addSourceSchema.safeParse(body)
  if (success) return data
  throw new ApiProblem('request-invalid', { errors: localiseIssues(error, languageOfRequest(context, desk)) })
}

function choose(wanted: string | undefined, context: ApiContext, desk: ApiDesk): string {
  return chooseAudience(wanted, audienceOf(context, desk).labels, visitorOf(context))
}
