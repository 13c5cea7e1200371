// `npm start`: makes this checkout ready, then becomes Kiku. Kept to old syntax so that an old Node can say it is old.
import { nodeComplaint } from './setup/check-node.mjs'

const complaint = nodeComplaint(process.versions.node)
if (complaint === null) {
  void import('./setup/start-kiku.mjs')
} else {
  console.error(complaint)
  process.exitCode = 1
}
