import type { MessageBody } from '../render/message-body.ts'
import { PROBLEMS, refusalOf } from './discord-api.ts'

/** Writes a message; where Discord finds fault with its layout, the plain one instead. @throws as `write` */
export async function writeBody<Result>(
  body: MessageBody,
  write: (body: MessageBody) => Promise<Result>,
): Promise<Result> {
  if (body.kind === 'plain') return write(body)
  try {
    return await write(body)
  } catch (error) {
    if (refusalOf(error) !== PROBLEMS.invalidForm) throw error
    return write(body.plain)
  }
}
