import { KikuError } from '../../domain/errors.ts'

export interface HostAddress {
  /** Base address without path `/api`, credentials and trailing slash. */
  readonly url: string
  /** What people may see: never credentials. */
  readonly label: string
  /** Credentials of the address, as `fetch` refuses them inside one. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Reads an Ollama address as Ollama's own clients do: `gpu-box`, `gpu-box:11434`, `:11434` and full URLs; without a
 * port 11434, or the scheme's own where there is a scheme. `0.0.0.0`, which a server listens on, means this machine.
 * @throws KikuError `config-invalid`
 */
export function parseHost(host: string): HostAddress {
  const trimmed = host.trim()
  const hasScheme = trimmed.includes('://')
  const text = hasScheme ? trimmed : `http://${trimmed.startsWith(':') ? '127.0.0.1' : ''}${trimmed}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (trimmed === '' || url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new KikuError('config-invalid', 'An Ollama address cannot be read.', {
      remedy: 'Write it like http://localhost:11434 or gpu-box:11434.',
    })
  }
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
  if (url.port === '' && !hasScheme) url.port = DEFAULT_PORT
  const base = `${url.protocol}//${url.host}${url.pathname}`.replace(/\/+$/, '').replace(/\/api$/, '')
  return { url: base, label: base, headers: basicAuthorization(url) }
}

const DEFAULT_PORT = '11434'

function basicAuthorization(url: URL): Record<string, string> {
  if (url.username === '') return {}
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}
