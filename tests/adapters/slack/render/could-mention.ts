const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', commat: '@', excl: '!', num: '#' }

/**
 * Whether a text could mention someone in Slack, were it decoded, freed of markup and of what is not seen, and folded.
 * Written apart from the product's own idea of it, and stricter than Slack.
 */
export function couldMention(text: string): boolean {
  let seen = text
  for (let round = 0; round < 4; round += 1) {
    seen = seen
      .replace(/&#(\d+);/g, (_, code: string) => fromCode(Number(code)))
      .replace(/&#x([\da-f]+);/gi, (_, code: string) => fromCode(Number.parseInt(code, 16)))
      .replace(/&(\w+);/g, (entity, name: string) => NAMED[name.toLowerCase()] ?? entity)
  }
  const folded = seen
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}*_~`\\]/gu, '')
    .toLowerCase()
  return /<[@#][a-z0-9]|<!(?!doctype|element|attlist|entity|notation)[a-z]|@(?:channel|here|everyone)/.test(folded)
}

function fromCode(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
