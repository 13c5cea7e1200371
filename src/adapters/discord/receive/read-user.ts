import { cleanLine } from '../../common/chat/clean-text.ts'
import type { ArrivedUser } from './arrival.ts'
import type { WireUser } from './schema.ts'

/** Longer than any name that Discord takes. */
const LONGEST = 80

/** @param nick what the person is called in the server */
export function readUser(user: WireUser, nick?: string | null): ArrivedUser {
  const names = [nick, user.global_name, user.username].map((name) => cleanLine(name ?? '', LONGEST))
  return { id: user.id, name: names.find((name) => name !== '') ?? user.id }
}
