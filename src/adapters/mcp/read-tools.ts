import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ToolSpec } from '../../domain/tool.ts'
import { readTool, type ToolRules, type UnusableTool } from './read-tool.ts'

export interface ReadTools {
  /** One for each id. */
  readonly specs: readonly ToolSpec[]
  readonly unusable: readonly UnusableTool[]
}

/** Others get their turn after so many. */
const TOOLS_IN_A_TURN = 10
/** A server whose parameters take so long to look at so often is not looked at any further. */
const MOST_SLOW = 4

/** Reads the tools of a server's list. What is wrong with one costs that one only. Never throws. */
export async function readTools(server: string, raw: readonly unknown[], rules: ToolRules): Promise<ReadTools> {
  const specs = new Map<string, ToolSpec>()
  const unusable: UnusableTool[] = []
  let slow = 0
  for (const [at, one] of raw.entries()) {
    if (slow >= MOST_SLOW) {
      unusable.push({ name: '', reason: 'those before it took too long to check', isSlow: false })
      continue
    }
    const read = readTool(server, one, rules)
    if (read.kind === 'usable') specs.set(read.spec.id, read.spec)
    if (read.kind === 'unusable') unusable.push({ name: read.name, reason: read.reason, isSlow: read.isSlow })
    if (read.kind === 'unusable' && read.isSlow) slow += 1
    if (at % TOOLS_IN_A_TURN === TOOLS_IN_A_TURN - 1) await nextTurn()
  }
  return { specs: [...specs.values()], unusable }
}
