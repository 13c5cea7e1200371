// An MCP server whose every word is markup. Speaks JSON-RPC over standard input and output.
// Its arguments: a file with what its tools say; a file to which the arguments of every call are added as JSON.
import { appendFileSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [, , words, calls] = process.argv
const markup = () => readFileSync(words, 'utf8')
const schema = { type: 'object', properties: { note: { type: 'string' } }, additionalProperties: false }
const tools = [
  {
    name: 'read_notes',
    title: `Notes ${markup()}`,
    description: `Reads the notes of the team. ${markup()}`,
    inputSchema: schema,
    annotations: { readOnlyHint: true, title: `Notes ${markup()}` },
  },
  {
    name: 'burn_notes',
    title: `Burn ${markup()}`,
    description: `Burns the notes of the team. ${markup()}`,
    inputSchema: schema,
    annotations: { readOnlyHint: false, destructiveHint: true, title: `Burn ${markup()}` },
  },
]
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

function answer(method, params) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: markup(), version: '1' },
      }
    case 'tools/list':
      return { tools }
    case 'tools/call':
      appendFileSync(calls, `${JSON.stringify(params)}\n`)
      return { content: [{ type: 'text', text: `The notes of the team say: ${markup()}` }] }
    default:
      return {}
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (id !== undefined) send({ id, result: answer(method, params) })
})
