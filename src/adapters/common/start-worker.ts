import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a worker thread from a module beside the caller, whether the program runs from its build (`.js`) or from
 * source (`.ts`, in tests and benches).
 * @param directory the caller's `import.meta.url`.
 * @param name file name of the module without its extension.
 */
export function startWorker(directory: string, name: string, options: WorkerOptions = {}): Worker {
  if (!directory.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, directory), options)
  // Node 20 does not pass `--import` hooks on to worker threads, so the thread registers the loader itself.
  const module = JSON.stringify(new URL(`./${name}.ts`, directory).href)
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const program = `import(${loader}).then(({ register }) => { register(); return import(${module}) })`
  return new Worker(program, { ...options, eval: true })
}
