import { once } from 'node:events'
import { KikuError, toKikuError } from '../../domain/errors.ts'
import type { Kiku, RunningMcp } from '../../kiku.ts'
import { parseAudiences } from '../parse-audiences.ts'
import { type CommandContext, type Session, withKiku, withReadyKiku, withSession } from '../session.ts'

export interface McpFlags {
  readonly data?: string
  /** Listens instead: at the address of the configuration (`true`), or at `port` or `host:port`. */
  readonly http?: string | true
  readonly audience?: readonly string[]
}

const WORDS = {
  en: {
    listening: (url: string) => `MCP clients with a token reach Kiku at ${url}. Ctrl-C ends it.`,
    onlooking:
      'Another Kiku is using this data folder, so nothing will be remembered, and what it reads is found from the next start.',
    byHand: 'This speaks the protocol of MCP, so have an MCP client start it. Ctrl-D ends it.',
  },
  ja: {
    listening: (url: string) => `トークンを持つMCPクライアントは ${url} で接続できます。終了はCtrl-Cです。`,
    onlooking:
      '別のKikuがこのデータフォルダを使っているため、会話は記録されません。新しく読み込まれた文書は次の起動から見つかります。',
    byHand: 'ここではMCPのプロトコルでやり取りします。MCPクライアントから起動してください。終了はCtrl-Dです。',
  },
} as const

/**
 * `kiku mcp`: Kiku as an MCP server, for the client that starts it; with `--http` for those with a token. Standard output
 * carries the protocol alone.
 */
export async function runMcp(context: CommandContext, flags: McpFlags): Promise<number> {
  const { http, audience = [] } = flags
  if (http !== undefined && audience.length > 0) {
    throw new KikuError('misuse', '--audience does not go with --http: each token says what its bearer may read.')
  }
  const address = http === undefined ? undefined : parseAddress(http)
  const granted = parseAudiences(audience)
  return withSession(context, flags, (session) => {
    const words = WORDS[session.config.language]
    if (address !== undefined) {
      const onReadOnly = () => session.tell(words.onlooking)
      return withReadyKiku(session, onReadOnly, async (kiku) => {
        const server = await kiku.startMcp({ kind: 'http', ...address })
        session.tell(words.listening(server.url ?? ''))
        return attend(server, session)
      })
    }
    const { stdin: input, stdout: output } = session.io
    if (input.isTTY === true) session.tell(words.byHand)
    return withOnlooker(session, async (kiku) =>
      attend(await kiku.startMcp({ kind: 'stdio', input, output, audience: granted }), session),
    )
  })
}

async function attend(server: RunningMcp, { signal }: Session): Promise<number> {
  const ending = new AbortController()
  try {
    const isAborted = signal.aborted ? undefined : once(signal, 'abort', { signal: ending.signal }).catch(() => {})
    await Promise.race([server.ended, isAborted])
  } finally {
    ending.abort()
    await server.stop()
  }
  return 0
}

// A client keeps its server for as long as it runs itself. It only looks, so that `kiku serve` and other clients can be
// started beside it; data that is not there yet is made first.
async function withOnlooker<T>(session: Session, work: (kiku: Kiku) => Promise<T>): Promise<T> {
  let isOpen = false
  const look = () =>
    withKiku(session, 'read', (kiku) => {
      isOpen = true
      return work(kiku)
    })
  try {
    return await look()
  } catch (thrown) {
    if (isOpen || toKikuError(thrown).code !== 'store-failed') throw thrown
  }
  const onReadOnly = () => {}
  await withReadyKiku(session, onReadOnly, async () => {})
  return look()
}

/** `3333`, `host:3333`, `[::1]:3333` */
function parseAddress(http: string | true): { readonly host?: string; readonly port?: number } {
  if (http === true) return {}
  const [, inBrackets, plain, digits] = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(http) ?? []
  const port = Number(digits ?? Number.NaN)
  if (!(port >= 1 && port <= 65_535)) {
    throw new KikuError('misuse', `--http is ${JSON.stringify(http.slice(0, 80))}, but must be a port or host:port.`)
  }
  const host = inBrackets ?? plain
  return host === undefined ? { port } : { host, port }
}
