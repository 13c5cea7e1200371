import { parentPort, workerData } from 'node:worker_threads'
import hnswlib from 'hnswlib-node'
import type { GraphJob, GraphReply, GraphSetting } from './graph-thread.ts'
import { searchGraph } from './search-graph.ts'

// The thread behind `startGraphThread`. It ends between two searches, never in one.
const { path, dimension, ef, ordinals }: GraphSetting = workerData
const say = (reply: GraphReply): void => parentPort?.postMessage(reply)

function readGraph() {
  const graph = new hnswlib.HierarchicalNSW('ip', dimension)
  graph.readIndexSync(path)
  if (graph.getCurrentCount() !== ordinals.length || graph.getNumDimensions() !== dimension) {
    throw new Error('The graph is not the one that was saved.')
  }
  graph.setEf(ef)
  return graph
}

try {
  const graph = readGraph()
  parentPort?.on('message', (job: GraphJob) => {
    if (job.kind === 'close') return parentPort?.close()
    const isFit = job.query.length === dimension
    const neighbours = isFit ? searchGraph(graph, job.query, ordinals, job.options) : undefined
    say({ kind: 'found', id: job.id, neighbours })
  })
  say({ kind: 'ready' })
} catch (error) {
  say({ kind: 'unusable', reason: String(error) })
}
