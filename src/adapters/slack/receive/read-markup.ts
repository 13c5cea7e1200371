import { closeGaps, GAP } from '../../common/chat/close-gaps.ts'

/** What a text in Slack's markup says, and whom it names. */
export interface MarkupText {
  readonly text: string
  readonly isMention: boolean
  readonly mentionsOthers: boolean
}

// Slack escapes `<` and `>` of people's own texts, so what stands between them is markup.
const TOKEN = /<([^<>]{1,4000})>/g
/** Stands where Kiku was named. */

/**
 * Turns Slack's markup (https://docs.slack.dev/messaging/formatting-message-text) into the text that people see: links
 * with label and address, channels and people by name, entities decoded. Kiku's own mention is taken away, wherever it
 * stands, inside code too: Slack counts it there as well.
 * @param options.keepsOwn leaves `@…` where Kiku is named
 */
export function readMarkup(markup: string, ownUser: string, options: { readonly keepsOwn?: boolean } = {}): MarkupText {
  let isMention = false
  let mentionsOthers = false
  const plain = markup.replaceAll(GAP, '').replace(TOKEN, (token: string, inner: string) => {
    const [target = '', ...rest] = inner.split('|')
    const label = rest.join('|')
    if (target === `@${ownUser}`) {
      isMention = true
      return options.keepsOwn ? `@${label || ownUser}` : GAP
    }
    if (/^@|^!(subteam\^|here$|channel$|everyone$)/.test(target)) mentionsOthers = true
    return readToken(target, label) ?? token
  })
  return { text: decodeEntities(closeGaps(plain)).trim(), isMention, mentionsOthers }
}

/** @returns undefined for what is no markup after all */
function readToken(target: string, label: string): string | undefined {
  if (target.startsWith('@')) return `@${label || target.slice(1)}`
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('!')) return readCommand(target.slice(1), label)
  if (!/^[a-z][a-z\d+.-]*:/i.test(target)) return undefined
  const address = target.replace(/^mailto:/i, '')
  if (label === '' || isSameAddress(label, address)) return address
  return `${label} (${address})`
}

function readCommand(command: string, label: string): string {
  if (command.startsWith('date^') || command.startsWith('subteam^')) return label || `@${command.split('^')[1] ?? ''}`
  return `@${label.replace(/^@/, '') || command}`
}

/** Slack labels `kiku.dev` that people typed with what they typed. */
function isSameAddress(label: string, address: string): boolean {
  const bare = (text: string) => text.replace(/^https?:\/\//i, '').replace(/\/$/, '')
  return bare(label) === bare(address)
}

function decodeEntities(text: string): string {
  // `&amp;` last, so that `&amp;lt;` becomes `&lt;`, as it was typed.
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
