import type { ToolArguments } from '../../src/domain/tool.ts'
import { MendableError } from '../mendable-error.ts'
import type { SavedRequest } from './saved-request.ts'

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9_]*)\}/g
const WHOLE = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/

/**
 * The address with its parameters, each percent-encoded. A parameter of the query that was left out goes with its name.
 * @throws MendableError when a value would change where the request goes
 */
export function fillUrl({ url }: Pick<SavedRequest, 'url'>, given: ToolArguments): string {
  const start = url.indexOf('?')
  const path = (start < 0 ? url : url.slice(0, start)).replace(PLACEHOLDER, (_, name: string) =>
    encode(givenValue(given, name)),
  )
  const query =
    start < 0
      ? []
      : url
          .slice(start + 1)
          .split('&')
          .flatMap((part) => fillPart(part, given))
  const filled = query.length === 0 ? path : `${path}?${query.join('&')}`
  // '..' is no character that encoding would touch, and the URL standard takes even %2e%2e for a step upwards.
  if (!URL.canParse(filled) || new URL(filled).href !== filled) {
    throw new MendableError({
      en: "A value cannot be part of an address: '.' and '..' are steps, and empty values are nothing.",
      ja: 'アドレスに使えない値があります（「.」「..」や空の値は指定できません）。',
    })
  }
  return filled
}

/** The body with its parameters: a text that is nothing but `{name}` becomes the value itself. */
export function fillBody(body: unknown, given: ToolArguments): unknown {
  if (typeof body === 'string') {
    const [, whole] = WHOLE.exec(body) ?? []
    if (whole !== undefined) return givenValue(given, whole)
    return body.replace(PLACEHOLDER, (_, name: string) => String(givenValue(given, name) ?? ''))
  }
  if (Array.isArray(body)) return body.map((item: unknown) => fillBody(item, given))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, fillBody(value, given)]))
}

/** What was given, and nothing that every object has. */
function givenValue(given: ToolArguments, name = ''): unknown {
  return Object.hasOwn(given, name) ? given[name] : undefined
}

function fillPart(part: string, given: ToolArguments): readonly string[] {
  const isLeftOut = [...part.matchAll(PLACEHOLDER)].some(([, name]) => givenValue(given, name) === undefined)
  return isLeftOut ? [] : [part.replace(PLACEHOLDER, (_, name: string) => encode(givenValue(given, name)))]
}

/** As in RFC 3986, with the marks as well that encodeURIComponent leaves alone. Halves of characters become U+FFFD. */
function encode(value: unknown): string {
  const text = String(value ?? '').replace(/\p{Surrogate}/gu, '\ufffd')
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
