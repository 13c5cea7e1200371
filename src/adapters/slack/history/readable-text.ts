/**
 * The words of a Slack message as people read them: names for ids, links beside their labels, no escapes.
 * Source: https://docs.slack.dev/messaging/formatting-message-text
 * @param nameOf the name of a person, where it is known already
 */
export function readableText(text: string, nameOf: (user: string) => string | undefined = () => undefined): string {
  return text.replace(MARKUP, (whole, inside: string | undefined) => {
    return inside === undefined ? (ENTITIES[whole] ?? whole) : readReference(inside, nameOf)
  })
}

// One pass, so that what an escape stands for is not taken for markup.
const MARKUP = /<([^<>]{1,4000})>|&(?:amp|lt|gt);/g
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

function readReference(inside: string, nameOf: (user: string) => string | undefined): string {
  const bar = inside.indexOf('|')
  const target = unescape(bar < 0 ? inside : inside.slice(0, bar))
  const label = bar < 0 ? '' : oneLine(unescape(inside.slice(bar + 1)))
  switch (target[0]) {
    case '@':
      return `@${oneLine(nameOf(target.slice(1)) ?? '') || label || target.slice(1)}`
    case '#':
      return `#${label || target.slice(1)}`
    case '!':
      return readCommand(target.slice(1), label)
    default:
      return readLink(target, label)
  }
}

// <!here>, <!subteam^S012AB3CD|@team>, <!date^1392734382^{date}|18 February 2014>
function readCommand(command: string, label: string): string {
  return label || `@${command.split('^')[0] ?? ''}`
}

function readLink(address: string, label: string): string {
  const plain = address.replace(/^(mailto|tel):/, '')
  const isSame = label === '' || label === plain || `http://${label}` === address || `https://${label}` === address
  return isSame ? plain : `${label} (${plain})`
}

function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
