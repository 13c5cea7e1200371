import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/load-config.ts'
import { fillIn } from '../../../src/config/tool-secrets.ts'

function load(file: string, environment: Readonly<Record<string, string>> = {}) {
  const readFile = (path: string) => (path === '/kiku.config.yaml' ? file : undefined)
  return loadConfig({ flags: {}, environment, cwd: '/', home: '/home/aki', readFile })
}

const SERVERS = `
mcpServers:
  files:
    command: npx
    args: [-y, '@modelcontextprotocol/server-filesystem', /srv]
    readOnly: [read_*]
  github:
    type: http
    url: https://api.example.com/mcp
    headers: { Authorization: 'Bearer \${GITHUB_TOKEN}' }
    audience: slack:T1:C1
tools:
  requests:
    - name: order_status
      secretHeaders: { X-Key: { secret: ORDERS_KEY } }
`

describe('settings of tools', () => {
  it('take MCP servers as other programs write them, with the names of secrets in place of secrets', () => {
    const config = load(SERVERS, { GITHUB_TOKEN: 'gh-123', ORDERS_KEY: 'o-9', OTHER_KEY: 'x' })

    expect(config.mcpServers.files).toMatchObject({ command: 'npx', readOnly: ['read_*'], trustAnnotations: false })
    expect([...config.toolSecrets.keys()].sort()).toEqual(['GITHUB_TOKEN', 'ORDERS_KEY'])
    expect(JSON.stringify(config) + String(config.toolSecrets.get('GITHUB_TOKEN'))).not.toContain('gh-123')
    const github = config.mcpServers.github
    const headers = github !== undefined && 'headers' in github ? github.headers : {}
    expect(fillIn(headers, config.toolSecrets)).toEqual({ values: { Authorization: 'Bearer gh-123' }, missing: [] })
  })

  it('name the secret of a sign-in too', () => {
    const oauth = `{ clientId: kiku, clientSecret: '\${ORDERS_SECRET}' }`
    const file = `mcpServers: { orders: { url: 'https://a.example/mcp', oauth: ${oauth} } }`

    const { mcpServers, toolSecrets } = load(file, { ORDERS_SECRET: 's3cret' })

    expect(mcpServers.orders).toMatchObject({ oauth: { grant: 'authorization-code', clientId: 'kiku' } })
    expect([...toolSecrets.keys()]).toEqual(['ORDERS_SECRET'])
  })

  it('say which secrets are not set', () => {
    const { toolSecrets } = load(SERVERS)

    expect(fillIn({ a: `\${GITHUB_TOKEN}` }, toolSecrets)).toEqual({ values: { a: '' }, missing: ['GITHUB_TOKEN'] })
  })

  it('can be given as JSON in variables', () => {
    const { mcpServers } = load('', { KIKU_MCP_SERVERS: '{"notes": {"command": "notes-server"}}' })

    expect(mcpServers.notes).toMatchObject({ command: 'notes-server', args: [] })
    expect(() => load('', { KIKU_MCP_SERVERS: '{"notes": ' })).toThrow('KIKU_MCP_SERVERS begins like JSON')
  })

  it.each([
    ['a server without command and address', 'mcpServers: { a: { args: [] } }'],
    ['a name with spaces', "mcpServers: { 'a b': { command: x } }"],
    ['a server that is called as Kiku itself', 'mcpServers: { kiku: { command: x } }'],
    ['a sign-in at a program', 'mcpServers: { a: { command: x, oauth: {} } }'],
    ['a secret without a client', "mcpServers: { a: { url: 'https://a.example', oauth: { clientSecret: x } } }"],
    [
      'a program that signs in without a secret',
      "mcpServers: { a: { url: 'https://a.example', oauth: { grant: client-credentials, clientId: x } } }",
    ],
    ['an audience that is none', 'mcpServers: { a: { command: x, audience: everyone } }'],
    ['a token that is no digest', 'mcp: { tokens: [{ name: a, sha256: secret, audience: [public] }] }'],
    ['a token without readers', `mcp: { tokens: [{ name: a, sha256: ${'0'.repeat(64)}, audience: [] }] }`],
  ])('refuse %s', (_what, file) => {
    expect(() => load(file)).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })
})
