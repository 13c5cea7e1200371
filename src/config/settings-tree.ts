/** Settings as a tree of plain values, before validation. */
export type Settings = Record<string, unknown>

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path, or undefined. List positions count as steps. */
export function settingAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
      ? Reflect.get(value, step)
      : undefined
  }, settings)
}

/** Both trees in one; where they disagree the upper one holds. Lists are replaced, not joined. */
export function mergeSettings(lower: Settings, upper: Settings): Settings {
  const merged: Settings = { ...lower }
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key]
    merged[key] = isSettings(below) && isSettings(value) ? mergeSettings(below, value) : value
  }
  return merged
}

/** A tree with one value, at a path. */
export function settingsWith(path: readonly string[], value: unknown): Settings {
  const [first = '', ...rest] = path
  return { [first]: rest.length === 0 ? value : settingsWith(rest, value) }
}
