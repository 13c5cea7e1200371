import type { InteractionData } from './arrival.ts'
import { fieldSchema, formSchema } from './interaction-schema.ts'

type Form = Extract<InteractionData, { readonly kind: 'form' }>

const DEEPEST = 3

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure */
export function readForm(raw: unknown): Pick<Form, 'customId' | 'fields'> | undefined {
  const form = formSchema.safeParse(raw).data
  if (form === undefined) return undefined
  return { customId: form.custom_id, fields: Object.fromEntries(form.components.flatMap((part) => readFields(part))) }
}

/** Fields stand in rows, or below labels. */
function readFields(raw: unknown, depth = 0): readonly (readonly [string, string | readonly string[]])[] {
  const part = fieldSchema.safeParse(raw).data
  if (part === undefined || depth > DEEPEST) return []
  const { custom_id: name, value, values, component, components } = part
  const inner = [...(component === undefined ? [] : [component]), ...(components ?? [])]
  const own = values ?? (value === undefined || value === null ? undefined : String(value))
  return [
    ...(name && own !== undefined ? [[name, own] as const] : []),
    ...inner.flatMap((one) => readFields(one, depth + 1)),
  ]
}
