import type { SlackDirectory } from '../../directory/directory.ts'

/** Names of people for a model to read. */
export interface Names {
  find(user: string): Promise<string | undefined>
  /** What is known without asking Slack. */
  peek(user: string): string | undefined
}

/** People that Slack is asked for at most; of others the id has to do. */
const MOST_ASKED = 30

export function createNames(directory: SlackDirectory, signal: AbortSignal): Names {
  let asked = 0
  const peek = (user: string) => directory.peekUser(user)?.name
  return {
    peek,
    async find(user) {
      const known = peek(user)
      if (known !== undefined || asked >= MOST_ASKED) return known
      asked += 1
      return (await directory.findUser(user, signal))?.name
    },
  }
}
