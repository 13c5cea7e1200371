import { describe, expect, it } from 'vitest'
import { readMarkup } from '../../../../src/adapters/slack/receive/read-markup.ts'

const read = (markup: string) => readMarkup(markup, 'UKIKU')

describe('readMarkup', () => {
  it.each([
    ['<@UKIKU> how much leave do I have?', 'how much leave do I have?'],
    ['<@UKIKU|kiku>: how much leave?', 'how much leave?'],
    ['<@UKIKU>　休暇は何日ですか？　', '休暇は何日ですか？'],
    ['<@UKIKU>、休暇は？', '休暇は？'],
    ['ねえ <@UKIKU> 休暇は？', 'ねえ 休暇は？'],
    ['thanks <@UKIKU>!', 'thanks!'],
    ['hello <@UKIKU>, what now', 'hello, what now'],
    ['see <@UKIKU>\nnext line', 'see\nnext line'],
    ['ask <@UKIKU>please', 'ask please'],
    ['a<@UKIKU> b', 'a b'],
    ['<@UKIKU> <@UKIKU> twice', 'twice'],
    ['hello <@UKIKU>', 'hello'],
    ['<@UKIKU>', ''],
    ['  <@UKIKU>　 ', ''],
    ['`<@UKIKU>` in code', '`` in code'],
  ])('takes its own mention away from %j', (markup, text) => {
    const read_ = read(markup)

    expect(read_).toEqual({ text, isMention: true, mentionsOthers: false })
  })

  it.each([
    ['<https://kiku.dev/a?b=1&amp;c=2|the page>', 'the page (https://kiku.dev/a?b=1&c=2)'],
    ['<https://kiku.dev>', 'https://kiku.dev'],
    ['<http://kiku.dev|kiku.dev>', 'http://kiku.dev'],
    ['<https://kiku.dev/|https://kiku.dev>', 'https://kiku.dev/'],
    ['<mailto:a@b.jp|a@b.jp>', 'a@b.jp'],
    ['<#C1|general> and <#C2>', '#general and #C2'],
    ['&lt;@UKIKU&gt; typed by hand, &amp;lt;', '<@UKIKU> typed by hand, &lt;'],
    ['<!date^1392734382^{date}|18 Feb 2014>', '18 Feb 2014'],
    ['<https://例え.jp/道|社内の手引き>', '社内の手引き (https://例え.jp/道)'],
    ['<nothing> known', '<nothing> known'],
    ['3 &lt; 4', '3 < 4'],
  ])('reads %j as people see it', (markup, text) => {
    expect(read(markup)).toEqual({ text, isMention: false, mentionsOthers: false })
  })

  it.each([
    ['<@U2> what do you think?', '@U2 what do you think?'],
    ['<@U2|田中> どう思う？', '@田中 どう思う？'],
    ['<!subteam^S1|@designers> look', '@designers look'],
    ['<!subteam^S1> look', '@S1 look'],
    ['<!here> look', '@here look'],
    ['<!channel|channel> look', '@channel look'],
  ])('says of %j that it names others', (markup, text) => {
    expect(read(markup)).toEqual({ text, isMention: false, mentionsOthers: true })
  })

  it('reads forty thousand hostile characters as quickly as others', () => {
    const blanks = ' '.repeat(20_000)

    const { text } = read(`<@UKIKU>${blanks}x${blanks}<@UKIKU>${'<'.repeat(1_000)}${blanks}`)

    expect(text.replaceAll(' ', '')).toBe(`x${'<'.repeat(1_000)}`)
  })
})
