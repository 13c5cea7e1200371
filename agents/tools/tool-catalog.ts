import type { ToolSpec } from '../../src/domain/tool.ts'
import type { ToolSource } from '../../src/ports/tool-source.ts'

/** All tools of all sources. */
export interface ToolCatalog {
  list(): readonly ToolSpec[]
  /** @returns undefined for tools that are not offered now */
  find(id: string): { readonly spec: ToolSpec; readonly source: ToolSource } | undefined
  /** Calls whenever a source offers something else. */
  onChange(listener: () => void): void
}

/** Of two tools with one id the source that comes first has it. */
export function createToolCatalog(sources: readonly ToolSource[]): ToolCatalog {
  const all = () => sources.flatMap((source) => source.list().map((spec) => ({ spec, source })))
  return {
    list() {
      const seen = new Set<string>()
      return all().flatMap(({ spec }) => (seen.size === seen.add(spec.id).size ? [] : [spec]))
    },
    find: (id) => all().find(({ spec }) => spec.id === id),
    onChange(listener) {
      for (const source of sources) source.onChange(listener)
    },
  }
}
