import { parentPort } from 'node:worker_threads'
import type { Block } from '../../ports/document-loader.ts'
import { parseDocument } from './parse-document.ts'
import { ReadFailure } from './read-failure.ts'
import type { ParseTask, WorkerReply, WorkerRequest } from './worker-messages.ts'

/** Size of a portion of blocks: about what the main thread takes over in a few milliseconds. */
const PORTION_BLOCKS = 2_000
const PORTION_CHARACTERS = 1_000_000

// Libraries warn about odd files at length. Reading the streams away on the other side would keep the process alive.
process.stdout.write = () => true
process.stderr.write = () => true

let remaining: readonly Block[] = []

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.kind === 'more') send({ kind: 'blocks', ...takePortion() })
  else void answer(request)
})

async function answer(request: ParseTask): Promise<void> {
  try {
    const { title, mediaType, blocks } = await parseDocument(request)
    remaining = blocks
    send({ kind: 'parsed', title, mediaType, ...takePortion() })
  } catch (thrown) {
    if (thrown instanceof ReadFailure) send({ kind: 'refused', refusal: thrown.refusal })
    else send({ kind: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

function takePortion(): { blocks: readonly Block[]; isLast: boolean } {
  let count = 0
  let characters = 0
  while (count < remaining.length && count < PORTION_BLOCKS && characters < PORTION_CHARACTERS) {
    characters += remaining[count]?.text.length ?? 0
    count += 1
  }
  const blocks = remaining.slice(0, count)
  remaining = remaining.slice(count)
  return { blocks, isLast: remaining.length === 0 }
}

function send(reply: WorkerReply): void {
  parentPort?.postMessage(reply)
}
