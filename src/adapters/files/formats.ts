/** How a file is read. */
export type Format =
  | 'markdown'
  | 'text'
  | 'html'
  | 'pdf'
  | 'docx'
  | 'pptx'
  | 'opendocument'
  | 'csv'
  | 'tsv'
  | 'json'
  | 'jsonl'
  | 'code'

const EXTENSIONS: Readonly<Record<Format, string>> = {
  markdown: 'md markdown mdown mkd mdx qmd',
  text: 'txt text log rst adoc asciidoc org tex srt vtt',
  html: 'html htm xhtml',
  pdf: 'pdf',
  docx: 'docx docm dotx',
  pptx: 'pptx pptm ppsx potx',
  opendocument: 'odt odp',
  csv: 'csv',
  tsv: 'tsv tab',
  json: 'json geojson webmanifest',
  jsonl: 'jsonl ndjson',
  code:
    'ts tsx mts cts js jsx mjs cjs py pyi rb php java kt kts scala groovy go rs c h cc cpp cxx hpp hh cs fs swift m mm ' +
    'lua pl pm r jl dart ex exs erl hrl clj cljs hs ml mli elm zig nim sh bash zsh fish ps1 bat cmd sql graphql gql ' +
    'proto thrift css scss sass less vue svelte yaml yml toml ini cfg conf properties xml xsd xsl tf hcl nix gradle ' +
    'cmake mk dockerfile make diff patch jsonc json5 vb vbs asm s f90 pas tcl awk',
}

const BARE_NAMES: Readonly<Record<string, Format>> = {
  readme: 'text',
  license: 'text',
  licence: 'text',
  copying: 'text',
  changelog: 'text',
  changes: 'text',
  authors: 'text',
  contributing: 'text',
  notice: 'text',
  todo: 'text',
  makefile: 'code',
  dockerfile: 'code',
  jenkinsfile: 'code',
  gemfile: 'code',
  rakefile: 'code',
  procfile: 'code',
}

const MEDIA_TYPES: Readonly<Record<string, Format>> = {
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'opendocument',
  'application/vnd.oasis.opendocument.presentation': 'opendocument',
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'application/json': 'json',
  'application/x-ndjson': 'jsonl',
  'application/jsonl': 'jsonl',
  'text/javascript': 'code',
  'application/javascript': 'code',
  'application/xml': 'code',
  'text/xml': 'code',
  'text/css': 'code',
  'application/yaml': 'code',
}

/** Media type by which a document read as this format is known. */
export const FORMAT_MEDIA_TYPES: Readonly<Record<Format, string>> = {
  markdown: 'text/markdown',
  text: 'text/plain',
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  opendocument: 'application/vnd.oasis.opendocument.text',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  code: 'text/plain',
}

const BY_EXTENSION = new Map(
  Object.entries(EXTENSIONS).flatMap(([format, list]) => list.split(' ').map((name) => [name, toFormat(format)])),
)

/** The format that a path or URL promises, by extension or well-known bare name. */
export function formatOfName(location: string): Format | undefined {
  const name = fileName(location).toLowerCase()
  const extension = extensionOf(name)
  return extension === '' ? BARE_NAMES[name] : BY_EXTENSION.get(extension)
}

/** The format that a media type declares; undefined for those that say little, such as `text/plain`. */
export function formatOfMediaType(mediaType: string | undefined): Format | undefined {
  return MEDIA_TYPES[(mediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '']
}

/** The last segment of a path or URL, percent-decoded where that gives text. */
export function fileName(location: string): string {
  const isUrl = /^https?:\/\//i.test(location)
  const path = isUrl ? location.replace(/[?#].*$/s, '').replace(/^https?:\/\/[^/]*/i, '') : location
  const name = path.split(/[\\/]/).findLast((part) => part !== '') ?? location
  return isUrl ? decodePercent(name) : name
}

/** Lower-case extension without its dot; empty where there is none. */
export function extensionOf(name: string): string {
  return /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** The name without extension, with its dashes and underscores as spaces: a title for a document without one. */
export function titleFromName(location: string): string {
  const name = fileName(location)
  if (formatOfName(name) === 'code') return name
  const bare = name.replace(/(?<=[^.])\.[^.]+$/, '')
  // Such names say nothing; the folder's does.
  const parent = /^(?:readme|index)$/i.test(bare) ? fileName(location.replace(/[^\\/]*[\\/]?$/, '')) : bare
  return parent.replaceAll(/[-_]+/g, ' ').trim() || name
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// `Object.entries` forgets the type of keys; the table above is the proof that each one is a format.
function toFormat(name: string): Format {
  const known = Object.keys(FORMAT_MEDIA_TYPES).find((format): format is Format => format === name)
  if (known === undefined) throw new Error(`Unknown format ${name}`)
  return known
}

/** Endings of file names that promise a format, such as `.pdf`, in ascending order. */
export function listEndings(): readonly string[] {
  return [...BY_EXTENSION.keys()].map((extension) => `.${extension}`).sort()
}
