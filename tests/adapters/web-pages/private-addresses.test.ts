import { afterEach, describe, expect, it } from 'vitest'
import { createAddressPolicy } from '../../../src/adapters/web-pages/address-policy.ts'
import type { ResolveHost } from '../../../src/adapters/web-pages/create-guarded-agent.ts'
import { createPageFetcher } from '../../../src/adapters/web-pages/create-page-fetcher.ts'
import { respond, startWebServer, type WebServer } from './web-server.ts'

const signal = new AbortController().signal
const unasked: ResolveHost = async (host) => {
  throw new Error(`nobody should have looked up ${host}`)
}

describe('private addresses', () => {
  const servers: WebServer[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close()
  })

  it.each([
    'http://127.0.0.1/',
    'http://127.8.9.10/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://１２７.0.0.1/',
    'http://127。0。0。1/',
    'http://0.0.0.0/',
    'http://0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://168.63.129.16/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://[::]/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[100::1]/',
    'http://[2001:db8::1]/',
    'http://[4000::1]/',
  ])('are refused where they stand in the address: %s', async (url) => {
    const pages = createPageFetcher({ resolveHost: unasked })

    await expect(pages.fetch(url, signal)).rejects.toMatchObject({ code: 'url-refused', remedy: expect.any(String) })
  })

  it.each(['http://user@example.com/', 'https://user:secret@example.com/', 'http://:x@example.com/'])(
    'credentials are refused: %s',
    async (url) => {
      const pages = createPageFetcher({ resolveHost: unasked })

      const error = await pages.fetch(url, signal).catch((thrown: unknown) => thrown)

      expect(error).toMatchObject({ code: 'url-refused' })
      expect(String(error)).not.toContain('secret')
    },
  )

  it.each(['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', 'fd00::1', '::ffff:192.168.0.1', '64:ff9b::7f00:1'])(
    'are refused where a name leads to %s',
    async (address) => {
      const pages = createPageFetcher({ resolveHost: async () => [{ address, family: address.includes(':') ? 6 : 4 }] })

      await expect(pages.fetch('http://intranet.example/', signal)).rejects.toMatchObject({ code: 'url-refused' })
    },
  )

  it('are refused where they stand behind a public one', async () => {
    const addresses = [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    const pages = createPageFetcher({ resolveHost: async () => addresses })

    await expect(pages.fetch('http://mixed.example/', signal)).rejects.toMatchObject({ code: 'url-refused' })
  })

  it('are refused when a name leads elsewhere the second time', async () => {
    const server = await startServer()
    const answers = ['127.0.0.1', '127.0.0.1', '127.0.0.9']
    const asked: string[] = []
    const resolveHost: ResolveHost = async (host) => {
      asked.push(host)
      return [{ address: answers[asked.length - 1] ?? '127.0.0.9', family: 4 }]
    }
    server.on('/robots.txt', (request, response) => {
      // Closing makes the next request connect, and so look the name up, again.
      response.setHeader('connection', 'close')
      respond('')(request, response)
    })
    server.on('/a', (request, response) => {
      response.setHeader('connection', 'close')
      respond('', { location: '/b' }, 302)(request, response)
    })
    server.on('/b', respond('secret'))
    const pages = createPageFetcher({ allowPrivateAddresses: ['127.0.0.1'], resolveHost })

    const fetching = pages.fetch(`http://rebind.example:${server.port}/a`, signal)

    await expect(fetching).rejects.toMatchObject({ code: 'url-refused' })
    expect(asked).toHaveLength(3)
    expect(server.requests).not.toContain('/b')
  })

  it('are refused on the way to robots.txt as well', async () => {
    const server = await startServer()
    server.on('/robots.txt', respond('', { location: 'http://169.254.169.254/' }, 302))
    server.on('/a', respond('a'))
    const pages = createPageFetcher({ allowPrivateAddresses: ['127.0.0.1'] })

    await expect(pages.fetch(`${server.origin}/a`, signal)).rejects.toMatchObject({ code: 'url-refused' })
  })

  it('do not get other ports of public servers opened', async () => {
    const pages = createPageFetcher({ resolveHost: async () => [{ address: '93.184.216.34', family: 4 }] })

    await expect(pages.fetch('http://public.example:6379/', signal)).rejects.toMatchObject({ code: 'url-refused' })
    await expect(pages.fetch('http://93.184.216.34:22/', signal)).rejects.toMatchObject({ code: 'url-refused' })
  })

  it('are fetched under a name when the operator admits them', async () => {
    const server = await startServer()
    server.on('/wiki', respond('wiki'))
    const resolveHost: ResolveHost = async () => [{ address: '127.0.0.1', family: 4 }]
    const pages = createPageFetcher({ allowPrivateAddresses: ['127.0.0.0/8'], resolveHost })

    const page = await pages.fetch(`http://wiki.internal:${server.port}/wiki`, signal)

    expect(new TextDecoder().decode(page.bytes)).toBe('wiki')
  })

  it('that are not there are a failure, not a refusal', async () => {
    const resolveHost: ResolveHost = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    }
    const pages = createPageFetcher({ resolveHost })

    await expect(pages.fetch('http://nowhere.example/', signal)).rejects.toMatchObject({
      code: 'url-failed',
      message: 'The server nowhere.example could not be found.',
    })
  })

  async function startServer(): Promise<WebServer> {
    const server = await startWebServer()
    servers.push(server)
    return server
  }
})

describe('the list of admitted addresses', () => {
  it('admits addresses and ranges, in either notation of IPv4', () => {
    const policy = createAddressPolicy(['10.0.0.0/8', '192.168.1.5', '::1', 'fd00::/8'])

    expect(policy.judge('10.200.0.1')).toBe('admitted')
    expect(policy.judge('::ffff:10.200.0.1')).toBe('admitted')
    expect(policy.judge('192.168.1.5')).toBe('admitted')
    expect(policy.judge('192.168.1.6')).toBe('refused')
    expect(policy.judge('::1')).toBe('admitted')
    expect(policy.judge('fd12::1')).toBe('admitted')
    expect(policy.judge('8.8.8.8')).toBe('public')
    expect(policy.judge('2606:4700::1111')).toBe('public')
  })

  it('admits metadata services only one by one', () => {
    const everything = createAddressPolicy(['0.0.0.0/0', '::/0'])

    expect(everything.judge('127.0.0.1')).toBe('admitted')
    expect(everything.judge('169.254.169.254')).toBe('refused')
    expect(everything.judge('::ffff:169.254.169.254')).toBe('refused')
    expect(createAddressPolicy(['169.254.169.254']).judge('169.254.169.254')).toBe('admitted')
  })

  it.each(['localhost', '10.0.0.0/99', '', 'fe80::/xx'])('does not take %j', (entry) => {
    expect(() => createAddressPolicy([entry])).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })
})
