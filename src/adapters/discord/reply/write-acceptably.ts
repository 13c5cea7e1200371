import type { Telemetry } from '../../../ports/telemetry.ts'
import { layOut } from '../api/to-wire-body.ts'
import type { MessageBody, PlainBody } from '../render/message-body.ts'
import { setbackOf } from './refusals.ts'

/**
 * Writes a message; where Discord finds fault with it, a simpler one, since an answer without buttons is an answer.
 * @param isUnknown whether the message may be laid out already
 * @throws as `write`
 */
export async function writeAcceptably<Result>(
  body: MessageBody,
  isUnknown: boolean,
  telemetry: Telemetry,
  write: (body: MessageBody) => Promise<Result>,
): Promise<Result> {
  let refusal: unknown
  for (const candidate of [body, ...simpler(body, isUnknown)]) {
    try {
      return await write(candidate)
    } catch (error) {
      if (setbackOf(error) !== 'unacceptable') throw error
      telemetry.warn('discord-message-refused', { kind: candidate.kind, components: candidate.components.length })
      refusal ??= error
    }
  }
  throw refusal
}

function simpler(body: MessageBody, isUnknown: boolean): readonly MessageBody[] {
  if (body.kind === 'laid-out') return [body.plain, ...bare(body.plain)]
  return [...(isUnknown ? [layOut(body)] : []), ...bare(body)]
}

function bare(body: PlainBody): readonly PlainBody[] {
  return body.content === '' || body.components.length === 0 ? [] : [{ ...body, components: [] }]
}
