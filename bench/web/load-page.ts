import { get } from 'node:http'

export interface LoadedFile {
  readonly path: string
  /** Header included. */
  readonly transferredBytes: number
}

export interface PageLoad {
  readonly url: string
  readonly token: string
}

/** What a page needs before it can begin; what a program loads only later is not in it. */
const NAMED = /(?:src|href)="(\/[^"]+)"|(?:from|import)\s*"(\.\/[^"]+)"/g

/** Loads the page as a browser does that has never been here: the page itself, and what it names. */
export async function loadPage({ url, token }: PageLoad): Promise<readonly LoadedFile[]> {
  const files: LoadedFile[] = []
  const paths = new Set(['/'])
  for (const path of paths) {
    const { text } = await load(url + path, token, 'identity')
    const { bytes } = await load(url + path, token, 'gzip, deflate, br, zstd')
    files.push({ path, transferredBytes: bytes })
    for (const [, page, part] of text.matchAll(NAMED)) paths.add(new URL(page ?? part ?? '', url + path).pathname)
  }
  return files
}

interface Loaded {
  readonly bytes: number
  readonly text: string
}

function load(address: string, token: string, encoding: string): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding, accept: 'text/html,*/*' }
    get(address, { agent: false, headers }, (reply) => {
      const parts: Buffer[] = []
      const { socket } = reply
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.once('error', reject)
      reply.once('end', () => {
        if (reply.statusCode !== 200) reject(new Error(`${address} is answered with ${reply.statusCode}.`))
        else resolve({ bytes: socket.bytesRead, text: Buffer.concat(parts).toString('utf8') })
      })
    }).once('error', reject)
  })
}
