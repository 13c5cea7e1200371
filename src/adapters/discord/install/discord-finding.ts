/** One line of `kiku doctor`. */
export interface DiscordFinding {
  readonly part: 'discord'
  readonly state: 'ok' | 'off' | 'warning' | 'broken'
  readonly message: string
  /** What to do, as one imperative sentence. */
  readonly remedy?: string
}

export const ok = (message: string): DiscordFinding => ({ part: 'discord', state: 'ok', message })

export function off(message: string, remedy: string): DiscordFinding {
  return { part: 'discord', state: 'off', message, remedy }
}

export function warning(message: string, remedy: string): DiscordFinding {
  return { part: 'discord', state: 'warning', message, remedy }
}

export function broken(message: string, remedy: string): DiscordFinding {
  return { part: 'discord', state: 'broken', message, remedy }
}

/** Names are other people's; the terminal shows them on one line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, 80)
}
