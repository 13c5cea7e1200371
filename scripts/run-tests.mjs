// `npm test`: makes the checkout ready, then runs every check and every test. Arguments go to vitest as they are.
import { nodeComplaint } from './setup/check-node.mjs'

const complaint = nodeComplaint(process.versions.node)
if (complaint === null) {
  void import('./checks/run-all.mjs')
} else {
  console.error(complaint)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
