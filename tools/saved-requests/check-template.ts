const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9_]*)\}/g
const STAND_IN = 'kiku'

interface ParameterTemplate {
  readonly type: string
  readonly choices?: readonly string[] | undefined
  readonly required: boolean
}

export interface RequestTemplate {
  readonly method: string
  readonly url: string
  readonly parameters: Readonly<Record<string, ParameterTemplate>>
  readonly headers: Readonly<Record<string, string>>
  readonly secretHeaders: Readonly<Record<string, { readonly template?: string | undefined }>>
  readonly body?: unknown
}

/** Everything that is wrong with a saved request, as sentences. */
export function checkTemplate(request: RequestTemplate): readonly string[] {
  const inUrl = placeholdersOf(request.url)
  const inBody = placeholdersOf(JSON.stringify(request.body ?? null))
  const unknown = [...new Set([...inUrl, ...inBody])].filter((name) => !Object.hasOwn(request.parameters, name))
  const used = new Set([...inUrl, ...inBody])
  return [
    ...checkUrl(request.url),
    ...placeholdersOf(request.url.split('?')[0] ?? '').flatMap((name) =>
      request.parameters[name]?.required === false ? [`parameter ${name} is part of the path, so it is required`] : [],
    ),
    ...unknown.map((name) => `{${name}} is not among the parameters`),
    ...Object.keys(request.parameters).flatMap((name) => (used.has(name) ? [] : [`parameter ${name} is not used`])),
    ...Object.entries(request.parameters).flatMap(([name, { type, choices }]) =>
      (type === 'choice') === (choices !== undefined) ? [] : [`parameter ${name}: choices belong to the type choice`],
    ),
    ...checkSecrets(request),
    ...(request.body !== undefined && ['GET', 'HEAD'].includes(request.method) ? ['GET and HEAD have no body'] : []),
  ]
}

/** The names of the parameters that a template holds. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')
}

/** Parameters may stand in path and query alone: nobody but the configuration says where a request goes. */
function checkUrl(template: string): readonly string[] {
  const filled = template.replace(PLACEHOLDER, STAND_IN)
  if (!URL.canParse(filled)) return ['the address cannot be read']
  const url = new URL(filled)
  const origin = template.slice(0, template.indexOf('/', template.indexOf('//') + 2))
  return [
    ...(['http:', 'https:'].includes(url.protocol) ? [] : ['the address must begin with https:// or http://']),
    ...(url.username === '' && url.password === '' ? [] : ['the address holds a user name or password']),
    ...(url.hash === '' ? [] : ['the address ends in a fragment']),
    ...(url.href === filled ? [] : [`the address is to be written as ${url.href}`]),
    ...(origin.includes('{') || !filled.startsWith(`${url.origin}/`)
      ? ['the server of the address must be spelled out and end in /']
      : []),
  ]
}

function checkSecrets({ headers, secretHeaders }: RequestTemplate): readonly string[] {
  const plain = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  return Object.entries(secretHeaders).flatMap(([name, { template }]) => [
    ...(plain.has(name.toLowerCase()) ? [`header ${name} is given twice`] : []),
    ...(template === undefined || template.includes('{secret}') ? [] : [`header ${name}: its template lacks {secret}`]),
  ])
}
