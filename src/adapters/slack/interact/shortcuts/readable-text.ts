/**
 * What a message says, without Slack's marks (https://docs.slack.dev/messaging/formatting-message-text): names in place of
 * ids, addresses as they are. For a model to read; whoever shows it in Slack has to escape it again.
 * @param nameOf name of a user id, where it is known
 */
export function readableText(text: string, nameOf: (user: string) => string | undefined): string {
  return text
    .replace(/<([^<>]*)>/g, (_mark, inner: string) => readMark(inner, nameOf))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim()
}

function readMark(inner: string, nameOf: (user: string) => string | undefined): string {
  const [target = '', label] = inner.split('|', 2)
  switch (target[0]) {
    case '@':
      return `@${nameOf(target.slice(1)) ?? label ?? target.slice(1)}`
    case '#':
      return `#${label ?? target.slice(1)}`
    case '!':
      return `@${(label ?? target.slice(1).split('^')[0] ?? '').replace(/^@/, '')}`
    default:
      return label === undefined || label === target ? target : `${label} (${target})`
  }
}
