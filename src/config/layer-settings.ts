import { listConfigKeys } from './list-keys.ts'
import type { FoundConfigFile } from './locate-config.ts'
import { type Settings, settingAt } from './settings-tree.ts'

/** Where settings come from, the strongest first. */
export interface SettingLayers {
  readonly flags: Settings
  readonly variables: Settings
  readonly file: FoundConfigFile | null
}

/** Names the place where the setting at a path was made, for a message about it. */
export function originOf(path: readonly PropertyKey[], { flags, variables, file }: SettingLayers): string {
  const key = listConfigKeys().find((candidate) => candidate.path.every((step, index) => path[index] === step))
  if (key !== undefined && settingAt(flags, key.path) !== undefined) return 'command line'
  if (key !== undefined && settingAt(variables, key.path) !== undefined) {
    return key.variable === 'KIKU_MODEL_HOSTS' ? 'OLLAMA_HOST or KIKU_MODEL_HOSTS' : key.variable
  }
  return file?.path ?? 'configuration'
}
