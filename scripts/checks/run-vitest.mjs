import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { projectRoot } from '../setup/paths.mjs'
import { forwardSignals } from '../setup/run-step.mjs'
import { summarizeTests } from './summarize-tests.mjs'

/** Runs vitest with its usual output and counts its report. */
export async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'kiku-tests-'))
  const report = join(folder, 'report.json')
  try {
    const code = await runToEnd([
      `${projectRoot}/node_modules/vitest/vitest.mjs`,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ])
    return summarizeTests(readReport(report), code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runToEnd(args) {
  return new Promise((resolve) => {
    // The build is of these sources, and starts in half the time of the sources themselves.
    const env = { ...process.env, KIKU_TEST_PROGRAM: 'dist/src/main.js' }
    const child = spawn(process.execPath, args, { cwd: projectRoot, env, stdio: ['ignore', 'inherit', 'inherit'] })
    const stopForwarding = forwardSignals(child)
    child.on('error', () => resolve(1))
    child.on('close', (code) => {
      stopForwarding()
      resolve(code ?? 1)
    })
  })
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
