import { tool } from '@langchain/core/tools'
import { KikuError } from '../src/domain/errors.ts'
import type { ToolArguments, ToolResult } from '../src/domain/tool.ts'
import { type BuiltInTool, describeTool } from './describe-tool.ts'
import { fillBody, fillUrl } from './saved-requests/fill-request.ts'
import { hideSecrets } from './saved-requests/hide-secrets.ts'
import { parametersOf } from './saved-requests/parameters-of.ts'
import { readHeaders } from './saved-requests/read-headers.ts'
import type { OutgoingRequest, ReadSecret, SavedRequest, SendRequest } from './saved-requests/saved-request.ts'
import { fail, succeed } from './tool-output.ts'

export interface SavedRequestPorts {
  readonly send: SendRequest
  readonly readSecret: ReadSecret
}

/** A tool for one saved HTTP request: callers fill in its parameters, and nothing else of it. */
export function createSavedRequestTool(request: SavedRequest, ports: SavedRequestPorts): BuiltInTool {
  const schema = parametersOf(request)
  const runnable = tool(
    async (given: Record<string, unknown>, config) => {
      const { headers, secrets } = readHeaders(request, ports.readSecret)
      const outgoing = { ...fillRequest(request, given), headers }
      return sendHidden(outgoing, secrets, ports.send, config.signal ?? new AbortController().signal)
    },
    { name: `request_${request.name}`, description: request.description, schema },
  )
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  return describeTool({
    title: request.title ?? request.name.replaceAll('_', ' '),
    examples: request.examples,
    effects: {
      readOnly: isReading,
      destructive: !isReading && (request.destructive ?? request.method === 'DELETE'),
      openWorld: true,
    },
    audience: request.audience,
    schema,
    runnable,
  })
}

function fillRequest(request: SavedRequest, given: ToolArguments): Omit<OutgoingRequest, 'headers'> {
  const { method, body } = request
  const url = fillUrl(request, given)
  return body === undefined ? { method, url } : { method, url, body: JSON.stringify(fillBody(body, given)) }
}

/** Nothing of what comes back, error or not, holds a secret: causes are dropped, texts are searched. */
async function sendHidden(
  outgoing: OutgoingRequest,
  secrets: readonly string[],
  send: SendRequest,
  signal: AbortSignal,
): Promise<ToolResult> {
  try {
    const { status, text } = await send(outgoing, signal)
    const shown = hideSecrets(`HTTP ${status}\n${text}`, secrets)
    if (status >= 300) return fail(shown)
    return outgoing.method === 'GET' ? succeed(shown, outgoing.url) : succeed(shown)
  } catch (thrown) {
    signal.throwIfAborted()
    if (!(thrown instanceof KikuError)) throw new KikuError('tool-failed', 'The saved request could not be sent.')
    throw new KikuError(thrown.code, hideSecrets(thrown.message, secrets), { retryable: thrown.retryable })
  }
}
