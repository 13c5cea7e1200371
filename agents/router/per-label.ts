import type { RouteLabel } from '../../src/domain/decision.ts'

/** Builds a record over all labels. */
export function perLabel<T>(build: (label: RouteLabel) => T): Record<RouteLabel, T> {
  return {
    direct: build('direct'),
    knowledge: build('knowledge'),
    history: build('history'),
    tool: build('tool'),
  }
}
