import { accessSync, constants, existsSync, rmSync } from 'node:fs'
import process from 'node:process'
import { compilerComplaint } from './setup/check-compiler.mjs'
import { nodeComplaint } from './setup/check-node.mjs'
import { explainInstallFailure, relevantLines } from './setup/explain-failure.mjs'
import { projectRoot } from './setup/paths.mjs'
import { planSetup } from './setup/plan-setup.mjs'
import { readFacts, stampBuild, stampInstall } from './setup/read-facts.mjs'
import { runStep } from './setup/run-step.mjs'
import { withSetupLock } from './setup/setup-lock.mjs'

// Standard error, since standard output belongs to the answer.
const say = (line) => process.stderr.write(`kiku: ${line}\n`)

/**
 * Makes this checkout able to run: dependencies installed as the lockfile says, addons compiled for this Node,
 * sources built. Costs some ten milliseconds when nothing is to be done.
 * @returns false when it could not; the reason and the remedy have been printed.
 */
export async function ensureReady() {
  const complaint = nodeComplaint(process.versions.node)
  if (complaint !== null) return fail(complaint)
  if (isDone(planSetup(readFacts(projectRoot)))) return true
  return withSetupLock(projectRoot, say, async () => {
    const facts = readFacts(projectRoot)
    const plan = planSetup(facts)
    if (plan.install !== null && !(await install(plan.install))) return false
    if (plan.verifyNatives && !(await verifyNatives(facts.lockHash))) return false
    return plan.build === null || build(plan.build, facts.sources)
  })
}

function isDone(plan) {
  return plan.install === null && !plan.verifyNatives && plan.build === null
}

async function install(reason) {
  if (!isWritable(projectRoot)) return fail(readOnly('installing its dependencies'))
  const complaint = compilerComplaint()
  if (complaint !== null) return fail(complaint)
  say(`Installing, since ${reason}. This takes one to three minutes, once.`)
  const startedAt = Date.now()
  const { code, output } = await npm(['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'], 'npm ci')
  if (code === 0) {
    say(`Installed in ${seconds(startedAt)}.`)
    return true
  }
  if (code > 128) {
    process.exitCode = code
    return fail('The installation was interrupted. Start again to go on.')
  }
  process.stderr.write(relevantLines(output))
  return fail(explainInstallFailure(output, projectRoot))
}

async function verifyNatives(lockHash) {
  if (!(await nativesLoad())) {
    if (!isWritable(`${projectRoot}/node_modules`)) return fail(readOnly('compiling its native modules'))
    const complaint = compilerComplaint()
    if (complaint !== null) return fail(complaint)
    say(`Compiling native modules for Node ${process.versions.node}. This takes about a minute, once.`)
    const { code, output } = await npm(
      ['rebuild', 'better-sqlite3', 'hnswlib-node', '--loglevel=error', '--foreground-scripts'],
      'npm rebuild',
    )
    if (code !== 0 || !(await nativesLoad())) {
      process.stderr.write(relevantLines(output))
      return fail(explainInstallFailure(`${output}\ngyp ERR!`, projectRoot))
    }
  }
  stampInstall(projectRoot, lockHash)
  return true
}

// In a process of its own: an addon for another Node cannot be loaded twice, and a broken one may abort.
async function nativesLoad() {
  const script = `new (require('better-sqlite3'))(':memory:').close(); new (require('hnswlib-node').HierarchicalNSW)('cosine', 2)`
  const { code } = await runStep(process.execPath, ['-e', script], { cwd: projectRoot, label: 'check', say })
  return code === 0
}

async function build(reason, sources) {
  if (!isWritable(projectRoot)) return fail(readOnly('being built'))
  const compiler = `${projectRoot}/node_modules/typescript/bin/tsc`
  if (!existsSync(compiler)) {
    return fail('Kiku must be built, but TypeScript is not installed. Run "npm ci --include=dev" and start again.')
  }
  say(`Building, since ${reason}.`)
  const { code, output } = await compile(compiler)
  if (code !== 0) {
    process.stderr.write(output)
    return fail('The sources do not compile. Undo the change that the lines above name, or run "git status" to see it.')
  }
  stampBuild(projectRoot, sources)
  return true
}

async function compile(compiler) {
  const program = await compileProgram(compiler)
  if (program.code !== 0) return program
  return runStep(process.execPath, ['scripts/build-page.mjs'], { cwd: projectRoot, label: 'page', say })
}

async function compileProgram(compiler) {
  const run = () =>
    runStep(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: projectRoot, label: 'tsc', say })
  const first = await run()
  if (first.code !== 0 || existsSync(`${projectRoot}/dist/src/main.js`)) return first
  // The record of the last build outlived its output; without it everything is written again.
  rmSync(`${projectRoot}/dist/.tsbuildinfo`, { force: true })
  return run()
}

function npm(args, label) {
  const entry = process.env.npm_execpath
  // The npm that started us where there is one, since PATH may name another.
  const [command, first] =
    entry?.endsWith('npm-cli.js') === true
      ? [process.execPath, [entry]]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  return runStep(command, [...first, ...args], { cwd: projectRoot, label, say })
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function readOnly(task) {
  return `${projectRoot} cannot be written, and Kiku needs that for ${task}. Give your user write access, or copy the folder and start there.`
}

function seconds(startedAt) {
  return `${Math.round((Date.now() - startedAt) / 1000)} s`
}

function fail(message) {
  say(message)
  return false
}
