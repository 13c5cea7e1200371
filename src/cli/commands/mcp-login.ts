import { type CommandContext, withSession } from '../session.ts'
import { neutralizeLine } from '../text/neutralize-text.ts'

export interface McpLoginFlags {
  readonly data?: string
}

const WORDS = {
  en: {
    open: (server: string) =>
      `To sign in at ${server}, open this address in a browser on this machine within five minutes:`,
    signedIn: (server: string) => `Signed in at ${server}. A running Kiku takes it up within two minutes.`,
    signedOut: (server: string) => `Signed out of ${server} here. The server itself may list Kiku still.`,
    wasNotSignedIn: (server: string) => `There was no sign-in at ${server}.`,
    page: {
      done: 'Kiku has what it needs. You may close this page; the terminal says how it ended.',
      refused: 'The sign-in was refused. The terminal says more.',
      unknown: 'Nobody waits for this here.',
    },
  },
  ja: {
    open: (server: string) =>
      `${server} にサインインするには、5分以内にこのマシンのブラウザで次のアドレスを開いてください。`,
    signedIn: (server: string) => `${server} にサインインしました。動作中のKikuには2分以内に反映されます。`,
    signedOut: (server: string) =>
      `${server} のサインインをここから消しました。サーバー側の一覧には残ることがあります。`,
    wasNotSignedIn: (server: string) => `${server} にはサインインしていませんでした。`,
    page: {
      done: 'Kikuが必要なものを受け取りました。このページは閉じて構いません。結果は端末に表示されます。',
      refused: 'サインインは拒否されました。詳しくは端末をご覧ください。',
      unknown: 'ここで待っているものはありません。',
    },
  },
} as const

/** `kiku mcp login <server>`: prints the address at which a person signs in, and waits until that has been done. */
export async function runMcpLogin(context: CommandContext, server: string, flags: McpLoginFlags): Promise<number> {
  const { signInToMcp } = await context.loadDependencies()
  return withSession(context, flags, async ({ config, io, signal, tell }) => {
    const words = WORDS[config.language]
    const announce = (address: string) => {
      tell(words.open(server))
      io.stdout.write(`${neutralizeLine(address)}\n`)
    }
    await signInToMcp(config, { server, announce, words: words.page, signal })
    tell(words.signedIn(server))
    return 0
  })
}

/** `kiku mcp logout <server>`: forgets a sign-in. */
export async function runMcpLogout(context: CommandContext, server: string, flags: McpLoginFlags): Promise<number> {
  const { signOutOfMcp } = await context.loadDependencies()
  return withSession(context, flags, async ({ config, tell }) => {
    const words = WORDS[config.language]
    tell((await signOutOfMcp(config, server)) ? words.signedOut(server) : words.wasNotSignedIn(server))
    return 0
  })
}
