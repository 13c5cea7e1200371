import { describe, expect, it } from 'vitest'
import { alice, bob, G, KIKU, kiku, message, OWN_ROLE, read, written } from './packets.ts'

const textOf = (content: string, fields: object = {}) => written({ content, ...fields }).text

describe('markup', () => {
  it.each([
    ['<@12> and <@!12>', '@bob and @bob'],
    ['<@99>', '@99'],
    ['<@&1002> please', '@当番 please'],
    ['<@&1999>', '@1999'],
    ['in <#10> and <#20>', 'in #general and #about it'],
    ['<:party_blob:123> <a:dance:124>', ':party_blob: :dance:'],
    ['</ask:123> or </kiku config:124>', '/ask or /kiku config'],
    ['<t:1700000000>', '2023-11-14 22:13 UTC'],
    ['<t:1700000000:R>', '2023-11-14 22:13 UTC'],
    ['<t:1700000000:D>', '2023-11-14'],
    ['<t:9999999999999>', '<t:9999999999999>'],
    ['<https://example.com/a?b=c>', 'https://example.com/a?b=c'],
    ['<id:customize>', '#customize'],
    ['a < b > c <x> <@> <#general>', 'a < b > c <x> <@> <#general>'],
    ['**bold** _it_ ~~no~~ ||spoiler||', '**bold** _it_ ~~no~~ ||spoiler||'],
  ])('%s reads as %s', (content, expected) => {
    expect(textOf(content, { mentions: [bob] })).toBe(expected)
  })

  it.each([
    [`<@${KIKU}> what?`, 'what?'],
    [`<@!${KIKU}>, what?`, 'what?'],
    [`hey <@${KIKU}> what?`, 'hey what?'],
    [`what is this, <@${KIKU}>?`, 'what is this,?'],
    [`<@&${OWN_ROLE}> <@${KIKU}> both`, 'both'],
    [`<@${KIKU}>、これは何？`, 'これは何？'],
    [`<@${KIKU}>`, ''],
  ])("loses Kiku's own mention: %s", (content, expected) => {
    expect(textOf(content, { mentions: [kiku] })).toBe(expected)
  })

  it('is left as it stands in code', () => {
    const content = `\`<@${KIKU}>\` and \`\`\`ts\n<#10> <t:1>\n\`\`\` but <#10>`

    expect(textOf(content)).toBe(`\`<@${KIKU}>\` and \`\`\`ts\n<#10> <t:1>\n\`\`\` but #general`)
  })

  it('does not give away what channels are called that not everybody sees', () => {
    expect(textOf('see <#12> and <#22>')).toBe('see #12 and #22')
    expect(textOf('see <#12>', { channel_id: '12' })).toBe('see #layoffs')
    expect(textOf('see <#12>', { channel_id: '22' })).toBe('see #layoffs')
  })

  it('calls nobody by a name that would be markup, or hide something', () => {
    const eve = { id: '13', username: 'eve', global_name: '@here\n\u202e<@11>' }

    expect(textOf('ask <@13>', { mentions: [eve] })).toBe('ask @here <@11>')
  })

  it('loses what is not seen', () => {
    expect(textOf('a\u202eb\u0000c\r\nd\u{e0041}')).toBe('abc\nd')
  })

  it.each([
    ['`'.repeat(8_000)],
    ['```a'.repeat(2_000)],
    ['<@'.repeat(4_000)],
    ['<:a'.repeat(3_000)],
    [`${' '.repeat(4_000)}<@${KIKU}>${' '.repeat(4_000)}`],
    ['<t:'.repeat(3_000)],
    ['<https://a'.repeat(1_000)],
  ])('is read whatever it is made of', (content) => {
    expect(textOf(content).length).toBeLessThanOrEqual(8_000)
  })

  it('names people by what they are called in the server', () => {
    const arrival = read(
      'MESSAGE_CREATE',
      message({ content: '<@11>', guild_id: G, mentions: [{ ...alice, member: { nick: 'Ali' } }] }),
    )

    expect(arrival).toMatchObject({ message: { text: '@Ali' } })
  })
})
