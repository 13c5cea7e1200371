// An MCP server that does what its tools say, for better or worse. Speaks JSON-RPC over standard input and output.
import { createInterface } from 'node:readline'

const schema = { type: 'object', properties: {} }
const tool = (name, more = {}) => ({ name, description: name, inputSchema: schema, ...more })
let tools = [
  tool('echo', { inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }),
  tool('crash'),
  tool('hang'),
  tool('large'),
  tool('garbage'),
  tool('picture'),
  tool('structured'),
  tool('fails'),
  tool('cancellations'),
  tool('grow'),
  tool('says_read', { annotations: { readOnlyHint: true, destructiveHint: false } }),
  tool('hidden', { description: 'Fine.\u202e\u200b\u0007 Really.' }),
  tool('not_a_schema', { inputSchema: { type: 'object', properties: { a: { type: 'nonsense' } } } }),
  tool('elsewhere', { inputSchema: { type: 'object', properties: { a: { $ref: 'https://evil.example/s.json' } } } }),
  tool('no_object', { inputSchema: 'none' }),
  tool('odd_output', { outputSchema: { type: 'object', properties: { a: { type: 'nonsense' } } } }),
  { name: 'nothing' },
  ...Array.from({ length: Number(process.argv[2] ?? 0) }, (_, at) => tool(`many_${at}`)),
]

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const text = (words) => ({ content: [{ type: 'text', text: words }] })

let cancelled = 0
const RESULTS = {
  cancellations: () => text(String(cancelled)),
  echo: ({ text: words }) => text(`${words} ${process.env.ODD_SECRET ?? ''}${process.env.NOT_LISTED ?? ''}`),
  large: () => text('大'.repeat(2_500_000)),
  picture: () => ({
    content: [
      { type: 'image', mimeType: 'image/png', data: 'A'.repeat(4_000) },
      { type: 'text', text: 'seen' },
    ],
  }),
  structured: () => ({ content: [], structuredContent: { 件数: 3 } }),
  fails: () => ({ isError: true, ...text('No such room.') }),
  says_read: () => text('read'),
  odd_output: () => text('put out'),
}

function call(id, { name, arguments: args = {} }) {
  if (name === 'crash') process.exit(3)
  if (name === 'hang') return
  if (name === 'garbage') {
    process.stdout.write('this is no JSON\n{"jsonrpc": "2.0", "id": 99999, "result": {}}\n')
    return send({ id, result: text('after the garbage') })
  }
  if (name === 'grow') {
    tools = [...tools, tool('grown')]
    send({ method: 'notifications/tools/list_changed' })
    return send({ id, result: text('grown') })
  }
  const make = RESULTS[name]
  if (make === undefined) return send({ id, error: { code: -32602, message: 'Unknown tool: secret words' } })
  send({ id, result: make(args) })
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'notifications/cancelled') cancelled += 1
  if (id === undefined) return
  if (method === 'initialize') {
    const { protocolVersion } = params
    const serverInfo = { name: 'odd', version: '1' }
    return send({ id, result: { protocolVersion, capabilities: { tools: { listChanged: true } }, serverInfo } })
  }
  if (method === 'tools/list') {
    const from = Number(params?.cursor ?? 0)
    const next = from + 400 < tools.length ? { nextCursor: String(from + 400) } : {}
    return send({ id, result: { tools: tools.slice(from, from + 400), ...next } })
  }
  if (method === 'tools/call') return call(id, params)
  send({ id, error: { code: -32601, message: 'unknown' } })
})
