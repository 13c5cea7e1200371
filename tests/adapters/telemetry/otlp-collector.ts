import { createServer, type IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'

/** A span as it arrived. */
export interface CollectedSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  /** Empty at the root. */
  readonly parentSpanId: string
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number
  /** 0 unset, 2 error. */
  readonly status: number
  readonly attributes: Readonly<Record<string, string | number | boolean>>
}

export interface OtlpCollector {
  readonly url: string
  readonly spans: readonly CollectedSpan[]
  readonly requests: readonly { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[]
  /** Of the resource, by name. */
  readonly resource: Readonly<Record<string, string | number | boolean>>
  /** What to reply from now on; null lets requests hang. */
  reply(status: number | null): void
  close(): Promise<void>
}

const value = z
  .object({
    stringValue: z.string().optional(),
    intValue: z.union([z.number(), z.string()]).optional(),
    doubleValue: z.number().optional(),
    boolValue: z.boolean().optional(),
  })
  .transform(({ stringValue, intValue, doubleValue, boolValue }) => {
    if (intValue !== undefined) return Number(intValue)
    return stringValue ?? doubleValue ?? boolValue ?? ''
  })
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .default([])
  .transform((list) => Object.fromEntries(list.map((each) => [each.key, each.value])))
const span = z.object({
  name: z.string(),
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().default(''),
  kind: z.number(),
  // The text of an error might be anybody's.
  status: z.strictObject({ code: z.number().default(0) }).default({ code: 0 }),
  attributes,
  events: z.array(z.unknown()).max(0).default([]),
})
/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
const traces = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
})

/** A collector that takes traces as OTLP in JSON over HTTP, and fails loudly at anything else. */
export async function openOtlpCollector(): Promise<OtlpCollector> {
  const spans: CollectedSpan[] = []
  const requests: OtlpCollector['requests'][number][] = []
  let resource = {}
  let status: number | null = 200
  let problem: unknown
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    requests.push({ path: request.url ?? '', headers: request.headers, body })
    if (status === null) return
    if (status === 200) {
      const read = traces.safeParse(JSON.parse(body))
      problem ??= read.error?.issues[0]
      for (const each of read.data?.resourceSpans ?? []) {
        resource = each.resource.attributes
        const found = each.scopeSpans.flatMap((scope) => scope.spans)
        spans.push(...found.map((one) => ({ ...one, status: one.status.code })))
      }
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    get spans() {
      if (problem !== undefined) throw new Error(`not what a collector takes: ${JSON.stringify(problem)}`)
      return spans
    },
    requests,
    get resource() {
      return resource
    },
    reply(next) {
      status = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The tree below a span, as lines of indented names, siblings in the order of the alphabet. */
export function drawTree(spans: readonly CollectedSpan[], root: CollectedSpan, depth = 0): string[] {
  const children = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId)
  const drawn = children.map((child) => drawTree(spans, child, depth + 1).join('\n')).toSorted()
  return [`${'  '.repeat(depth)}${root.name}`, ...drawn.flatMap((tree) => tree.split('\n'))]
}

/** The one span of this name. */
export function theSpan(spans: readonly CollectedSpan[], name: string): CollectedSpan {
  const found = spans.filter((each) => each.name === name)
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} spans are called ${name}`)
  return found[0]
}
