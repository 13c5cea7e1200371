import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds `prompts/` and `docs/`, whether Kiku runs from its build or from source. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'prompts')) && folder !== dirname(folder)) folder = dirname(folder)
  return folder
}
