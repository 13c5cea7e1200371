import { parentPort } from 'node:worker_threads'
import type { MergeJob, MergeReply } from './merge-in-worker.ts'
import { mergeSegments } from './merge-segments.ts'
import { viewSegment } from './segment.ts'

// The thread behind `createMergeWorker`.
parentPort?.on('message', ({ id, sources }: MergeJob) => {
  const { segment, newLocals } = mergeSegments(
    sources.map(({ buffer, alive }) => {
      const view = viewSegment(buffer)
      if (view === undefined) throw new Error('A segment to merge is broken.')
      return { segment: view, alive }
    }),
  )
  const reply: MergeReply = { id, buffer: segment.buffer, newLocals }
  parentPort?.postMessage(reply)
})
