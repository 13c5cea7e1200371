import { acceptBlocks, MESSAGE_BLOCKS } from '../check-blocks.ts'
import type { StreamPart } from '../message.ts'
import type { SlackLimits } from '../slack-options.ts'
import { isObject, objectsOf, SlackRefusal, textOf, type WireObject } from '../wire.ts'
import { MOST_MARKDOWN } from './message-arguments.ts'
import { structureOf } from './method.ts'

const STATUSES = new Set(['pending', 'in_progress', 'complete', 'error'])

/**
 * Reads what a call adds to a stream
 * (https://docs.slack.dev/messaging/sending-and-scheduling-messages#text-streaming).
 * @throws SlackRefusal `invalid_chunks`, `invalid_blocks`, `msg_too_long`
 */
export function chunksOf(parameters: WireObject): readonly StreamPart[] {
  const markdown = parameters.markdown_text
  const given = structureOf(parameters, 'chunks', 'invalid_chunks')
  if (markdown !== undefined && given !== undefined) throw new SlackRefusal('markdown_text_conflict')
  if (markdown !== undefined) return [readText(markdown)]
  if (given === undefined) return []
  if (!Array.isArray(given)) throw new SlackRefusal('invalid_chunks')
  return given.map(readChunk)
}

function readText(value: unknown): StreamPart {
  const text = textOf(value)
  if (text === '') throw new SlackRefusal('no_text')
  if (text.length > MOST_MARKDOWN) throw new SlackRefusal('msg_too_long')
  return { kind: 'text', text }
}

function readChunk(chunk: unknown): StreamPart {
  if (!isObject(chunk)) throw new SlackRefusal('invalid_chunks', ['a chunk must be an object'])
  switch (chunk.type) {
    case 'markdown_text':
      return readText(chunk.text)
    case 'plan_update':
      if (textOf(chunk.title) === '') throw new SlackRefusal('invalid_chunks', ['missing required field: title'])
      return { kind: 'plan', title: textOf(chunk.title) }
    case 'task_update':
      return readTask(chunk)
    case 'blocks':
      return { kind: 'blocks', blocks: acceptBlocks(chunk.blocks) }
    default:
      throw new SlackRefusal('invalid_chunks', [`unsupported type: ${textOf(chunk.type)}`])
  }
}

function readTask(chunk: WireObject): StreamPart {
  for (const name of ['id', 'title']) {
    if (textOf(chunk[name]) === '') throw new SlackRefusal('invalid_chunks', [`missing required field: ${name}`])
  }
  if (!STATUSES.has(textOf(chunk.status))) throw new SlackRefusal('invalid_chunks', ['unknown status of a task'])
  for (const source of objectsOf(chunk.sources)) {
    const isLink = source.type === 'url' && /^https?:\/\//.test(textOf(source.url)) && textOf(source.text) !== ''
    if (!isLink) throw new SlackRefusal('invalid_chunks', ['a source needs type url, an address and a text'])
  }
  return { kind: 'task', id: textOf(chunk.id), task: chunk }
}

/**
 * What a stream is after more of it came: text goes on where it ended, tasks change in place.
 * @throws SlackRefusal `msg_too_long`, `invalid_blocks`
 */
export function appendParts(
  before: readonly StreamPart[],
  added: readonly StreamPart[],
  limits: SlackLimits,
): readonly StreamPart[] {
  const parts = [...before]
  for (const part of added) {
    const last = parts.at(-1)
    if (part.kind === 'text' && last?.kind === 'text')
      parts[parts.length - 1] = { kind: 'text', text: last.text + part.text }
    else if (part.kind === 'task') replaceOrAdd(parts, part, (known) => known.kind === 'task' && known.id === part.id)
    else if (part.kind === 'plan') replaceOrAdd(parts, part, (known) => known.kind === 'plan')
    else parts.push(part)
  }
  checkSize(parts, limits)
  return parts
}

function replaceOrAdd(parts: StreamPart[], part: StreamPart, isSame: (known: StreamPart) => boolean): void {
  const at = parts.findIndex(isSame)
  if (at >= 0) parts[at] = part
  else parts.push(part)
}

function checkSize(parts: readonly StreamPart[], { streamCharacters, streamBytes }: SlackLimits): void {
  let characters = 0
  let bytes = 0
  let blocks = 0
  for (const part of parts) {
    if (part.kind === 'text') characters += part.text.length
    if (part.kind === 'blocks') blocks += part.blocks.length
    if (streamBytes !== Number.POSITIVE_INFINITY) bytes += weigh(part)
  }
  if (characters > streamCharacters || bytes > streamBytes) throw new SlackRefusal('msg_too_long')
  if (blocks > MESSAGE_BLOCKS.most) throw new SlackRefusal('invalid_blocks', ['no more than 50 items allowed'])
}

/** Bytes of what a part says. */
function weigh(part: StreamPart): number {
  switch (part.kind) {
    case 'text':
      return Buffer.byteLength(part.text)
    case 'plan':
      return Buffer.byteLength(part.title)
    case 'task':
      return ['title', 'details', 'output'].reduce((sum, name) => sum + Buffer.byteLength(textOf(part.task[name])), 0)
    case 'blocks':
      return 0
  }
}
