import { parentPort, workerData } from 'node:worker_threads'
import hnswlib from 'hnswlib-node'
import type { GraphJob, GraphReply, GraphSetting } from './graph-thread.ts'
import { searchGraph } from './search-graph.ts'

// The thread behind `startGraphThread`.
const { path, dimension, ef, ordinals }: GraphSetting = workerData
const graph = new hnswlib.HierarchicalNSW('ip', dimension)
graph.readIndexSync(path)
graph.setEf(ef)
const isUsable = graph.getCurrentCount() === ordinals.length && graph.getNumDimensions() === dimension

const say = (reply: GraphReply): void => parentPort?.postMessage(reply)
parentPort?.on('message', ({ id, query, options }: GraphJob) => {
  say({ kind: 'found', id, neighbours: searchGraph(graph, query, ordinals, options) })
})
say({ kind: 'ready', isUsable })
