import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Document, isScalar, isSeq, parseDocument } from 'yaml'
import { KikuError } from '../../../domain/errors.ts'
import { manifestSchema, type SlackManifest } from './manifest-schema.ts'

/** The app that Kiku is in Slack, as its one description `slack.manifest.yaml` says. */
export interface ReadManifest {
  readonly manifest: SlackManifest
  readonly scopes: readonly RequiredScope[]
}

/** A permission of the bot. */
export interface RequiredScope {
  readonly scope: string
  /** What it is for: completes "Kiku needs it to …". */
  readonly reason: string
  /** Whether Kiku runs without it, with less to offer. */
  readonly isOptional: boolean
}

/** Where Slack's requests arrive at Kiku's port. */
const REQUEST_PATH = '/slack/events'
const FILE = 'slack.manifest.yaml'

/** @param folder that holds `slack.manifest.yaml`. @throws KikuError `internal` when the file is missing or wrong */
export function readManifest(folder: string): ReadManifest {
  const document = readDocument(folder)
  return { manifest: manifestSchema.parse(document.toJS()), scopes: requiredScopes(document) }
}

/**
 * The manifest as text, comments included.
 * @param http public address of Kiku's port, for an app that receives signed requests and opens no socket
 * @throws KikuError `misuse` when Slack could not send requests to the address
 */
export function printManifest(folder: string, { http }: { readonly http?: string } = {}): string {
  const document = readDocument(folder)
  if (http !== undefined) receiveRequests(document, requestAddress(http))
  return document.toString({ lineWidth: 120 })
}

function receiveRequests(document: Document, address: string): void {
  document.setIn(['settings', 'socket_mode_enabled'], false)
  document.setIn(['settings', 'event_subscriptions', 'request_url'], address)
  document.setIn(['settings', 'interactivity', 'request_url'], address)
  const commands = document.getIn(['features', 'slash_commands'])
  const count = isSeq(commands) ? commands.items.length : 0
  for (let index = 0; index < count; index += 1) {
    document.setIn(['features', 'slash_commands', index, 'url'], address)
  }
}

function requestAddress(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined
  const isPublic = url?.protocol === 'https:' && url.username === '' && url.search === '' && url.hash === ''
  if (url === undefined || !isPublic) {
    throw new KikuError(
      'misuse',
      `--http is ${JSON.stringify(given)}, but must be an address that begins with https://.`,
      {
        remedy: 'Give the public address under which Slack reaches Kiku, such as https://kiku.example.org.',
      },
    )
  }
  const path = url.pathname.replace(/\/+$/, '')
  return `${url.origin}${path.endsWith(REQUEST_PATH) ? path : `${path}${REQUEST_PATH}`}`
}

function readDocument(folder: string): Document {
  const path = join(folder, FILE)
  try {
    const document = parseDocument(readFileSync(path, 'utf8'))
    const [problem] = document.errors
    if (problem !== undefined) throw problem
    manifestSchema.parse(document.toJS())
    return document
  } catch (cause) {
    throw new KikuError('internal', `${path} cannot be read.`, { remedy: 'Restore the file of this version.', cause })
  }
}

// The reason stands as a comment behind the scope, so that whoever reads the manifest in Slack's form sees it too.
function requiredScopes(document: Document): RequiredScope[] {
  const { bot_optional: optional } = manifestSchema.parse(document.toJS()).oauth_config.scopes
  const list = document.getIn(['oauth_config', 'scopes', 'bot'])
  if (!isSeq(list)) return []
  return list.items.filter(isScalar).map(({ value, comment }) => {
    const scope = String(value)
    return { scope, reason: comment?.trim() ?? '', isOptional: optional.includes(scope) }
  })
}
