import process from 'node:process'
import { projectRoot } from '../setup/paths.mjs'
import { runStep } from '../setup/run-step.mjs'

const CHECKS = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'types of the page', script: 'typescript/bin/tsc', args: ['-p', 'src/adapters/web/page'] },
  { name: 'lint', script: '@biomejs/biome/bin/biome', args: ['check', '.'] },
  { name: 'boundaries', script: 'dependency-cruiser/bin/dependency-cruise.mjs', args: ['src', 'agents', 'tools'] },
  { name: 'unused', script: 'knip/bin/knip.js', args: [] },
]
// Two at a time: more would only contend on a small machine.
const AT_ONCE = 2

/** Runs the checks that need no test runner and shows what the failing ones said. */
export async function runStaticChecks(say) {
  const waiting = [...CHECKS]
  let failed = 0
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await runCheck(check, say))) failed += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { passed: CHECKS.length - failed, failed }
}

async function runCheck({ name, script, args }, say) {
  const startedAt = Date.now()
  const { code, output } = await runStep(process.execPath, [`${projectRoot}/node_modules/${script}`, ...args], {
    cwd: projectRoot,
    label: name,
    say,
  })
  const took = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
  if (code === 0) say(`✓ ${name} (${took})`)
  else say(`✗ ${name} (${took})\n${output.trimEnd()}`)
  return code === 0
}
