import { z } from 'zod'
import { type ErrorCode, KikuError } from '../src/domain/errors.ts'
import type { ToolResult } from '../src/domain/tool.ts'
import { withDeadline } from '../src/domain/with-deadline.ts'
import type { ToolInvocation } from '../src/ports/tool-source.ts'
import type { BuiltInTool } from './describe-tool.ts'
import { MendableError } from './mendable-error.ts'
import { cutText } from './reading/render-item.ts'
import { toConfigurable } from './tool-context.ts'
import { fail } from './tool-output.ts'

export interface CallLimits {
  readonly timeoutMs: number
  /** Characters of a result. */
  readonly mostCharacters: number
}

/** What asking for something else mends; anything else is a failure of the tool. */
const MENDABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'misuse',
  'source-missing',
  'url-refused',
  'url-failed',
  'document-unsupported',
  'document-unreadable',
  'document-encrypted',
  'document-too-large',
])

const outputSchema = z.object({ text: z.string(), isError: z.boolean(), location: z.string().exactOptional() })

/**
 * Runs a tool once its arguments have passed its schema. What the caller can mend comes back as a result that says so.
 * @throws KikuError `tool-failed`, `deadline-exceeded`; the reason of the signal
 */
export async function callBuiltIn(
  { schema, runnable, spec }: BuiltInTool,
  invocation: ToolInvocation,
  { timeoutMs, mostCharacters }: CallLimits,
  signal: AbortSignal,
): Promise<ToolResult> {
  signal.throwIfAborted()
  const given = schema.safeParse(invocation.arguments)
  if (!given.success) return fail(z.prettifyError(given.error))
  const configurable = toConfigurable(invocation.context)
  try {
    const output: unknown = await withDeadline({ signal, timeoutMs, what: `tool ${spec.id}` }, (ending) =>
      runnable.invoke(invocation.arguments, { configurable, signal: ending }),
    )
    const result = outputSchema.parse(output)
    return { ...result, text: cutText(result.text, mostCharacters) }
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown instanceof MendableError) return fail(thrown.words[invocation.context.language])
    if (!(thrown instanceof KikuError))
      throw new KikuError('tool-failed', `The tool ${spec.id} failed.`, { cause: thrown })
    if (MENDABLE.has(thrown.code)) return fail([thrown.message, thrown.remedy ?? ''].join(' ').trim())
    throw thrown
  }
}
