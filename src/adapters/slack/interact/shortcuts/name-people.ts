import type { SlackDirectory } from '../../directory/directory.ts'
import { readableText } from './readable-text.ts'

/** Names of people for a model to read. */
export interface Names {
  find(user: string): Promise<string | undefined>
  /** What a message says, with the names of those whom it mentions. */
  read(text: string): Promise<string>
}

/** People that Slack is asked for at most; of others the id has to do. */
const MOST_ASKED = 30

const MENTION = /<@([UW][A-Z0-9]+)/g

export function createNames(directory: SlackDirectory, signal: AbortSignal): Names {
  let asked = 0
  const peek = (user: string) => directory.peekUser(user)?.name
  const find: Names['find'] = async (user) => {
    const known = peek(user)
    if (known !== undefined || asked >= MOST_ASKED) return known
    asked += 1
    return (await directory.findUser(user, signal))?.name
  }
  return {
    find,
    async read(text) {
      await Promise.all([...text.matchAll(MENTION)].map(([, user = '']) => find(user)))
      return readableText(text, peek)
    },
  }
}
