import { z } from 'zod'
import type { AudienceLabel } from '../../domain/audience.ts'
import type { ToolSpec } from '../../domain/tool.ts'
import { toolId } from './tool-id.ts'
import { findSchemaProblem } from './validate-arguments.ts'

/** What whoever runs Kiku says of a server's tools; what the server says of them is a hint. */
export interface ToolRules {
  /** Tools, in which `*` stands for anything; none means all. */
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  /** Tools that change nothing. */
  readonly readOnly: readonly string[]
  /** Whether the server is believed where it says that a tool only reads. */
  readonly trustAnnotations: boolean
  readonly audience: AudienceLabel
}

/** A tool that cannot be called safely. */
export interface UnusableTool {
  /** As the server calls it, as far as it does. */
  readonly name: string
  readonly reason: string
  /** Whether finding out took long. */
  readonly isSlow: boolean
}

export type ReadTool =
  | { readonly kind: 'usable'; readonly spec: ToolSpec }
  /** Not to be offered. */
  | { readonly kind: 'denied' }
  | ({ readonly kind: 'unusable' } & UnusableTool)

const DESCRIPTION_CHARACTERS = 2_000
const TITLE_CHARACTERS = 100

const Named = z.object({ name: z.string() })

// Only what is needed, so that an odd extra costs nothing.
const Listed = z.object({
  name: z.string().min(1).max(200),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
  annotations: z
    .object({
      title: z.string().optional(),
      readOnlyHint: z.boolean().optional(),
      destructiveHint: z.boolean().optional(),
      openWorldHint: z.boolean().optional(),
    })
    .optional()
    .catch(undefined),
})

/** Reads a tool as a server lists it, which may be anything. Never throws. */
export function readTool(server: string, raw: unknown, rules: ToolRules): ReadTool {
  const listed = Listed.safeParse(raw).data
  if (listed === undefined) {
    const name = cleanText(Named.safeParse(raw).data?.name ?? '', TITLE_CHARACTERS)
    return { kind: 'unusable', name, reason: 'it is described in no way that is known', isSlow: false }
  }
  const { name, inputSchema, annotations } = listed
  if (!isAllowed(name, rules)) return { kind: 'denied' }
  const problem = findSchemaProblem(inputSchema)
  if (problem !== undefined) return { kind: 'unusable', name: cleanText(name, TITLE_CHARACTERS), ...problem }
  const isReadOnly = matches(rules.readOnly, name) || (rules.trustAnnotations && annotations?.readOnlyHint === true)
  const spec: ToolSpec = {
    id: toolId(server, name),
    server,
    name,
    title: cleanText(listed.title ?? annotations?.title ?? name, TITLE_CHARACTERS).replace(/\s+/g, ' '),
    description: cleanText(listed.description ?? '', DESCRIPTION_CHARACTERS),
    parameters: inputSchema,
    examples: [],
    effects: {
      readOnly: isReadOnly,
      // As the protocol has it, unless the server says otherwise.
      destructive: !isReadOnly && annotations?.destructiveHint !== false,
      openWorld: annotations?.openWorldHint !== false,
    },
    audience: rules.audience,
  }
  return { kind: 'usable', spec }
}

function isAllowed(name: string, { allow, deny }: ToolRules): boolean {
  return (allow.length === 0 || matches(allow, name)) && !matches(deny, name)
}

function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`, 's').test(name)
  })
}

/** Without what is not seen: a description could hide orders to the model in it. */
function cleanText(text: string, most: number): string {
  return text
    .slice(0, 2 * most)
    .replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim()
    .slice(0, most)
}
