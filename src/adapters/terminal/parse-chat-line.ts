import type { SearchMode } from '../../domain/message.ts'

export type ChatLine =
  | { readonly kind: 'ask'; readonly text: string; readonly search: SearchMode }
  | { readonly kind: 'blank' | 'help' | 'new' | 'quit' | 'unknown' }

/** What a line means: a command when it begins with one slash and a word, a question otherwise. */
export function parseChatLine(line: string): ChatLine {
  const text = line.trim()
  if (text === '') return { kind: 'blank' }
  // A path such as /etc/hosts is something to ask about, not a command.
  const command = /^[/／]([a-z]+)(?:\s+(.*))?$/is.exec(text)
  if (command === null) return { kind: 'ask', text, search: 'auto' }
  const rest = command[2]?.trim() ?? ''
  switch (command[1]?.toLowerCase()) {
    case 'search':
      return rest === '' ? { kind: 'help' } : { kind: 'ask', text: rest, search: 'always' }
    case 'direct':
      return rest === '' ? { kind: 'help' } : { kind: 'ask', text: rest, search: 'never' }
    case 'new':
      return { kind: 'new' }
    case 'help':
      return { kind: 'help' }
    case 'quit':
    case 'exit':
      return { kind: 'quit' }
    default:
      return { kind: 'unknown' }
  }
}
