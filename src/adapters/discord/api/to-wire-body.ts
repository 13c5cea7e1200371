import { ComponentType, MessageFlags } from 'discord.js'
import type { MessageBody, PlainBody } from '../render/message-body.ts'

/** What Discord takes for a message (https://discord.com/developers/docs/resources/message#create-message). */
export interface WireBody {
  readonly content?: string | null
  readonly embeds?: readonly []
  readonly components: MessageBody['components']
  readonly flags: number
}

/** A new message. Links in it are not unfolded. @param extra flags, such as that the asker alone sees it */
export function toWireBody(body: MessageBody, extra = 0): WireBody {
  if (body.kind === 'laid-out') return { components: body.components, flags: MessageFlags.IsComponentsV2 | extra }
  return { content: body.content, components: body.components, flags: MessageFlags.SuppressEmbeds | extra }
}

/**
 * A message that stands already: whatever it showed goes. A message that is to become laid out must lose its text with
 * null and its embeds with an empty list (https://discord.com/developers/docs/resources/message#edit-message).
 */
export function toWireEdit(body: MessageBody): WireBody {
  const wire = toWireBody(body)
  return body.kind === 'laid-out' ? { ...wire, content: null, embeds: [] } : { ...wire, embeds: [] }
}

/** A plain body for a message that is laid out, since it can't become plain again. */
export function layOut({ content, components }: PlainBody): MessageBody {
  const text = content === '' ? [] : [{ type: ComponentType.TextDisplay as const, content }]
  return { kind: 'laid-out', components: [...text, ...components], plain: { kind: 'plain', content, components } }
}
