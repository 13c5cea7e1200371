import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { ensureReady } from '../ensure-ready.mjs'
import { projectRoot } from './paths.mjs'

const ready = await ensureReady()
if (ready) {
  // npm moves to the project's folder; the paths that the user types are meant from where the user stands.
  if (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  const main = `${projectRoot}/dist/src/main.js`
  process.argv[1] = main
  await import(pathToFileURL(main).href)
} else {
  process.exitCode ||= 1
}
