import { z } from 'zod'
import { id, messageSchema, userSchema } from './schema.ts'

const text = z.string().nullish().catch(undefined)
const number = z.number().int().nullish().catch(undefined)
const things = z.record(z.string(), z.unknown()).nullish().catch(undefined)

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object */
export const interactionSchema = z.object({
  id,
  type: z.number().int(),
  // Becomes part of an address.
  token: z.string().regex(/^[\w.~-]{1,1000}$/),
  guild_id: id.nullish().catch(undefined),
  channel_id: id.nullish().catch(undefined),
  channel: z.object({ id }).nullish().catch(undefined),
  context: number,
  locale: text,
  user: userSchema.nullish().catch(undefined),
  member: z
    .object({
      user: userSchema,
      nick: text,
      roles: z.array(id).catch([]),
      permissions: z
        .string()
        .regex(/^\d{1,40}$/)
        .catch('0'),
    })
    .nullish()
    .catch(undefined),
  message: z.object({ id, flags: number }).nullish().catch(undefined),
  data: z.unknown().optional(),
})
export type WireInteraction = z.infer<typeof interactionSchema>

export const commandSchema = z.object({
  type: number,
  name: z.string(),
  target_id: id.nullish().catch(undefined),
  options: z.array(z.unknown()).nullish().catch(undefined),
  resolved: z.object({ messages: things, attachments: things, members: things }).nullish().catch(undefined),
})
export type WireCommand = z.infer<typeof commandSchema>

export const optionSchema = z.object({
  name: z.string(),
  type: z.number().int(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined),
  focused: z.boolean().nullish().catch(undefined),
  options: z.array(z.unknown()).nullish().catch(undefined),
})
export type WireOption = z.infer<typeof optionSchema>

export const clickSchema = z.object({ custom_id: z.string(), values: z.array(z.string()).nullish().catch(undefined) })
export const formSchema = z.object({ custom_id: z.string(), components: z.array(z.unknown()).catch([]) })

/** A part of a form: a field, or what is around one (https://discord.com/developers/docs/components/reference). */
export const fieldSchema = z.object({
  custom_id: text,
  value: z.union([z.string(), z.boolean()]).nullish().catch(undefined),
  values: z.array(z.string()).nullish().catch(undefined),
  component: z.unknown().optional(),
  components: z.array(z.unknown()).nullish().catch(undefined),
})

/** The message that a command of its menu is about. Where it stands it does not say itself. */
export const targetSchema = messageSchema.partial({ channel_id: true })
