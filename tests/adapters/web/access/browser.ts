import { request } from 'node:http'
import type { Reply } from '../server/web-bench.ts'

/** The cookies that a reply sets, as a browser sends them back. */
export function cookieOf({ headers }: Pick<Reply, 'headers'>): string {
  return (headers['set-cookie'] ?? []).map((one) => one.split(';', 1)[0]).join('; ')
}

/** Follows redirects and keeps cookies by host, as browsers do; ports share them. */
export function createBrowser() {
  const jars = new Map<string, Map<string, string>>()
  /** Where it went, the latest last. */
  const visited: string[] = []

  async function load(url: URL): Promise<Reply> {
    const jar = jars.get(url.hostname) ?? new Map<string, string>()
    jars.set(url.hostname, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    visited.push(url.href)
    const reply = await get(url, { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) })
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/)
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return reply
  }

  return {
    visited,
    jarOf: (hostname: string): ReadonlyMap<string, string> => jars.get(hostname) ?? new Map(),
    /** @param until stops before it goes to an address that fits */
    async go(address: string, until?: RegExp): Promise<Reply & { readonly url: string }> {
      let url = new URL(address)
      for (let hops = 0; hops < 12; hops += 1) {
        const reply = await load(url)
        const { location } = reply.headers
        if (location === undefined) return { ...reply, url: url.href }
        url = new URL(location, url)
        if (until?.test(url.href) === true) return { ...reply, url: url.href }
      }
      throw new Error('There was no end to the redirects.')
    },
  }
}

function get(url: URL, headers: Readonly<Record<string, string>>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { headers, agent: false })
    sending.once('error', reject)
    sending.once('response', (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sending.end()
  })
}
