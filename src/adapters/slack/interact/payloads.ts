import { z } from 'zod'

// What Slack sends of clicks, commands and forms (https://docs.slack.dev/reference/interaction-payloads), as far as it is
// needed. Slack adds fields at any time, so everything else is let through unread.

const user = z.object({ id: z.string().min(1), team_id: z.string().optional() })
const channel = z.object({ id: z.string().min(1) })

export const CommandPayload = z.object({
  text: z.string().default(''),
  user_id: z.string().min(1),
  team_id: z.string().optional(),
  channel_id: z.string().min(1),
  trigger_id: z.string(),
})
export type CommandPayload = z.infer<typeof CommandPayload>

export const ClickPayload = z.object({
  user,
  channel: channel.optional(),
  /** Absent in the App Home, where nothing can be answered beside the button. */
  response_url: z.string().optional(),
  trigger_id: z.string(),
  container: z
    .object({
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  message: z.object({ ts: z.string().optional(), thread_ts: z.string().optional() }).optional(),
  /** Of a button in the App Home: what was written there for the next click. */
  view: z.object({ private_metadata: z.string().optional() }).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        action_ts: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
})
export type ClickPayload = z.infer<typeof ClickPayload>

export const ShortcutPayload = z.object({
  user,
  channel,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  message: z.object({
    ts: z.string().regex(/^\d+\.\d+$/),
    thread_ts: z
      .string()
      .regex(/^\d+\.\d+$/)
      .optional(),
    text: z.string().optional(),
    user: z.string().optional(),
  }),
})
export type ShortcutPayload = z.infer<typeof ShortcutPayload>

const stateValue = z.object({
  value: z.string().nullish(),
  selected_options: z.array(z.object({ value: z.string() })).optional(),
})

export const FormPayload = z.object({
  user,
  view: z.object({
    id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), stateValue)) }),
  }),
})
export type FormPayload = z.infer<typeof FormPayload>

/** What was written into a field of a form. Fields have one element each. */
export function textOf(form: FormPayload, block: string): string {
  return Object.values(form.view.state.values[block] ?? {})[0]?.value?.trim() ?? ''
}

/** The values of the boxes that were ticked in a field of a form. */
export function ticksOf(form: FormPayload, block: string): readonly string[] {
  const options = Object.values(form.view.state.values[block] ?? {})[0]?.selected_options ?? []
  return options.map(({ value }) => value)
}
