import type { ToolResult } from '../src/domain/tool.ts'

/** What a tool found or did. `location` is where it can be seen, such as the address of a page. */
export function succeed(text: string, location?: string): ToolResult {
  return { text, isError: false, ...(location === undefined ? {} : { location }) }
}

/** What went wrong in a way that the asker or the model can mend. */
export function fail(text: string): ToolResult {
  return { text, isError: true }
}
