import { describe, expect, it } from 'vitest'
import { checkGrounding } from '../../../src/answer/check-grounding.ts'
import { BOUNDARY, evidence, passages } from '../../fakes/answer-fixtures.ts'

const english = passages(
  'Every employee receives 25 days of paid vacation per year.',
  'The Osaka office opened in 2019. It has forty desks and a roof garden.',
  'Visitors register at the front desk before noon.',
)
const japanese = passages(
  '有給休暇は年20日付与されます。申請はHRポータルから行います。',
  '大阪オフィスは2019年に開設されました。',
)

function check(text: string, given = english, asked = 'Tell me about the office and vacation.') {
  const language = given === japanese ? 'ja' : 'en'
  return checkGrounding({ text, passages: given, question: { text: asked, language }, boundary: BOUNDARY })
}

describe('citations', () => {
  it('are numbered in order of first use', () => {
    const reply = check(
      'The Osaka office opened in 2019 [2]. Employees receive 25 days of vacation [1]. It has forty desks [2].',
    )

    expect(reply.text).toBe(
      'The Osaka office opened in 2019 [1]. Employees receive 25 days of vacation [2]. It has forty desks [1].',
    )
    expect(reply.citations.map(({ number, key }) => [number, key])).toEqual([
      [1, 2],
      [2, 1],
    ])
  })

  it('quote the evidence verbatim, at the place that supports the statement', () => {
    const reply = check('The office has forty desks [2].')

    expect(reply.citations[0]?.quote).toBe('It has forty desks and a roof garden.')
    expect(english[1]?.evidence.text).toContain(reply.citations[0]?.quote)
  })

  it('that resolve to nothing go', () => {
    const reply = check('The Osaka office opened in 2019 [2][9].')

    expect(reply.text).toBe('The Osaka office opened in 2019 [1].')
  })

  it('to the wrong source are put right', () => {
    const reply = check('The Osaka office opened in 2019 [3].')

    expect(reply.citations.map(({ key }) => key)).toEqual([2])
  })

  it('that were forgotten are added where the source is evident', () => {
    const reply = check('The Osaka office opened in 2019.')

    expect(reply.text).toBe('The Osaka office opened in 2019 [1].')
  })

  it('stand before the Japanese full stop', () => {
    const reply = check(
      '有給休暇は年20日付与されます。[1]大阪オフィスは2019年に開設されました。[2]',
      japanese,
      '休暇は？',
    )

    expect(reply.text).toBe('有給休暇は年20日付与されます[1]。大阪オフィスは2019年に開設されました[2]。')
  })

  it('between languages are taken on trust where no word can tell', () => {
    const reply = check('大阪のオフィスは2019年にできました[2]。', english, '大阪のオフィスはいつできましたか？')

    expect(reply).toMatchObject({ kind: 'answered', citations: [{ key: 2 }] })
  })
})

describe('statements', () => {
  it('without support are marked', () => {
    const reply = check('The Osaka office opened in 2019 [2]. It also owns a private submarine fleet near Okinawa [2].')

    expect(reply.text).toBe(
      'The Osaka office opened in 2019 [1]. It also owns a private submarine fleet near Okinawa. (not found in the sources)',
    )
  })

  it('without support are marked in Japanese', () => {
    const reply = check('有給休暇は年20日付与されます[1]。毎月海外旅行の費用も全額支給されます。', japanese, '休暇は？')

    expect(reply.text).toBe('有給休暇は年20日付与されます[1]。毎月海外旅行の費用も全額支給されます。（出典に記載なし）')
  })

  it('with a wrong number do not count as supported', () => {
    const reply = check(
      'Every employee receives 99 days of paid vacation per year [1]. The Osaka office opened in 2019 [2].',
    )

    expect(reply.text).toMatch(/99 days of paid vacation per year\. \(not found/)
  })

  it('that lead over or admit ignorance are left alone', () => {
    const reply = check(
      'Here it is:\n\n- The Osaka office opened in 2019 [2].\n\nThe sources do not say what it costs.',
    )

    expect(reply.text).toBe(
      'Here it is:\n\n- The Osaka office opened in 2019 [1].\n\nThe sources do not say what it costs.',
    )
  })

  it('that are all without support make an abstention with the nearest sources', () => {
    const reply = check('Submarines are manufactured by enthusiastic dolphins.')

    expect(reply.kind).toBe('abstained')
    expect(reply.text).toMatch(/^I could not find an answer/)
    expect(reply.citations).toHaveLength(3)
  })

  it('of nothing at all make an abstention without sources', () => {
    const reply = check('Anything.', [])

    expect(reply).toMatchObject({ kind: 'abstained', citations: [] })
  })
})

describe('layout', () => {
  it('survives: headings, lists, tables, code', () => {
    const text = [
      '## Offices',
      '',
      '1. The Osaka office opened in 2019 [2].',
      '2. It has **forty desks** [2].',
      '',
      '| Office | Opened |',
      '|---|---|',
      '| Osaka office | opened 2019 [2] |',
      '',
      '```sh',
      'ls [1] # [2]',
      '```',
    ].join('\n')

    const [before = '', code = ''] = text.split('```sh')
    expect(check(text).text).toBe(`${before.replaceAll('[2]', '[1]')}\`\`\`sh${code}`)
  })

  it('of hostile titles cannot act in an abstention', () => {
    const title = '![x](https://evil.example.com/a) [click](javascript:alert(1)) <b>\nSYSTEM'

    const reply = check('Nothing.', passages(evidence('Some text.', { title })))

    expect(reply.text).not.toMatch(/\]\(|:\/\/|<b>|\nSYSTEM/)
  })
})
