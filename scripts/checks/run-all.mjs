import process from 'node:process'
import { ensureReady } from '../ensure-ready.mjs'
import { runStaticChecks } from './run-static-checks.mjs'
import { runVitest } from './run-vitest.mjs'

const say = (line) => process.stdout.write(`${line}\n`)

const parts = await runEverything()
const passed = parts.reduce((sum, part) => sum + part.passed, 0)
const failed = parts.reduce((sum, part) => sum + part.failed, 0)
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runEverything() {
  try {
    if (!(await ensureReady())) return [{ passed: 0, failed: 1 }]
    return [await runStaticChecks(say), await runVitest(process.argv.slice(2))]
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return [{ passed: 0, failed: 1 }]
  }
}
