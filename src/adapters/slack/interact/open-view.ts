import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { Interaction } from './interaction.ts'

const OPENED = z.object({ view: z.object({ id: z.string() }) })
/** A trigger lives for three seconds (https://docs.slack.dev/interactivity/handling-user-interaction). */
const TRIGGER_MS = 2_800

/** Opens a form. @returns the view's id */
export async function openView(
  view: types.ModalView,
  trigger: string,
  { desk, signal }: Pick<Interaction, 'desk' | 'signal'>,
): Promise<string> {
  const call = { arguments: { trigger_id: trigger, view }, schema: OPENED, signal, timeoutMs: TRIGGER_MS }
  const opened = await desk.api.call('views.open', call)
  return opened.view.id
}
