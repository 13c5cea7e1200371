import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dropNearDuplicates, type Likeness } from '../../../src/index/drop-near-duplicates.ts'

interface Text {
  readonly title: string
  readonly text: string
}

const keep = (items: readonly Text[], likeness: Likeness = 'near') =>
  dropNearDuplicates(items, (item) => item, likeness)
const areSame = (a: string, b: string, titles: readonly [string, string] = ['', '']) =>
  keep([
    { title: titles[0], text: a },
    { title: titles[1], text: b },
  ]).length === 1

const POLICY =
  'Employees who travel by train may reserve a seat in advance. The receipt is sent to the office within a week of the return, together with the form that the manager has signed. Costs of meals are paid back in the following month.'
const RULES =
  '出張で電車を利用する社員は座席を予約できます。領収書は帰着後すみやかに事務所へ送り、上長が署名した申請書を添えてください。食費は翌月に精算されます。なお、宿泊費の精算には宿泊先の証明書が必要です。'

describe('passages that say the same', () => {
  it('are dropped after the best of them, whatever their spacing, case, width and marks of quoting', () => {
    expect(areSame('The Osaka office has 40 desks.', 'THE OSAKA  OFFICE\nhas 40 desks')).toBe(true)
    expect(areSame('大阪オフィスの席は４０です。', '大阪オフィスの席は 40 です')).toBe(true)
    expect(areSame(POLICY, `> ${POLICY.replaceAll('. ', '.\n> ')}`)).toBe(true)
    expect(areSame('ｶﾀｶﾅの説明', 'カタカナの説明')).toBe(true)
  })

  it('may differ in a word that carries nothing, and in plain words where one was cut', () => {
    expect(areSame(POLICY, POLICY.replace('the form that', 'form that'))).toBe(true)
    expect(areSame(POLICY, POLICY.replace(' in the following month.', ' in the following'))).toBe(true)
    expect(areSame(RULES, RULES.replace('必要です', '必要である'))).toBe(true)
  })

  it('keep the order of what stays', () => {
    const texts = ['first thing', 'second thing', 'first  thing', 'third thing', 'Second thing']

    const kept = keep(texts.map((text) => ({ title: '', text })))

    expect(kept.map(({ text }) => text)).toEqual(['first thing', 'second thing', 'third thing'])
  })
})

describe('different facts', () => {
  it.each([
    ['a number', POLICY, POLICY.replace('a week', '2 weeks')],
    ['a digit', `${POLICY} Ask at desk 14.`, `${POLICY} Ask at desk 15.`],
    ['a sign', `${POLICY} It was -5 degrees.`, `${POLICY} It was 5 degrees.`],
    ['a decimal point', `${POLICY} It is 1.5 km.`, `${POLICY} It is 15 km.`],
    ['a month', `${POLICY} It ends in May.`, `${POLICY} It ends in June.`],
    ['a negation', POLICY, POLICY.replace('may reserve', 'may not reserve')],
    ['a contraction', `${POLICY} We don't pay.`, `${POLICY} We do pay.`],
    ['a limit', POLICY, POLICY.replace('in advance.', 'in advance unless ill.')],
    ['a limit at the end', POLICY, `${POLICY} usually`],
    ['a name', `${POLICY} Ask Alice.`, `${POLICY} Ask Bob.`],
    ['a name that is added', POLICY, `${POLICY} Ask Bob`],
    ['a plain word', POLICY, POLICY.replace('train', 'plane')],
    ['a plain word inside', POLICY, POLICY.replace('is sent', 'is secretly sent')],
    ['who does what', `${POLICY} dogs chase cats.`, `${POLICY} cats chase dogs.`],
    ['a question', `${POLICY} It is paid.`, `${POLICY} It is paid?`],
    ['日付', RULES, RULES.replace('翌月', '翌週')],
    ['漢数字', `${RULES}三日以内です。`, `${RULES}五日以内です。`],
    ['否定', RULES, RULES.replace('予約できます', '予約できません')],
    ['否定の語尾', RULES, RULES.replace('必要です', '必要ではない')],
    ['名前', `${RULES}担当は田中さん。`, `${RULES}担当は鈴木さん。`],
    ['片仮名の名前', `${RULES}担当はアリス。`, `${RULES}担当はエリス。`],
    ['助詞', `${RULES}犬が猫を追う。`, `${RULES}犬を猫が追う。`],
    ['から・まで', `${RULES}月曜から。`, `${RULES}月曜まで。`],
  ])('are kept apart by %s', (_name, a, b) => {
    expect(areSame(a, b)).toBe(false)
    expect(areSame(b, a)).toBe(false)
  })

  it('are kept apart by the title of a short text, and by a year or version in that of a long one', () => {
    expect(areSame('10 GB are included.', '10 GB are included.', ['Free plan', 'Paid plan'])).toBe(false)
    expect(areSame('10 GB are included.', '10 GB are included.', ['Free plan', 'FREE  PLAN'])).toBe(true)
    expect(areSame(POLICY, POLICY, ['Travel', 'Copy of Travel'])).toBe(true)
    expect(areSame(POLICY, POLICY, ['Travel 2023', 'Travel 2024'])).toBe(false)
    expect(areSame(RULES, RULES, ['出張規程', '出張規程（写し）'])).toBe(true)
  })

  it('are not what two people said at two times, where it is long enough to be a quotation', () => {
    const items = [
      { title: '2024-01-05 10:00 · Alice', text: POLICY },
      { title: '2024-03-01 09:30 · Bob', text: `> ${POLICY}` },
      { title: '2024-03-01 09:31 · Bob', text: 'I agree.' },
      { title: '2024-03-01 09:32 · Carol', text: 'I agree.' },
    ]

    expect(keep(items, 'prose')).toEqual([items[0], items[2], items[3]])
  })

  it('are all tools that are not offered twice letter by letter', () => {
    const tool = { title: 'convert currency', text: POLICY }

    const kept = keep(
      [tool, { ...tool, text: POLICY.toUpperCase() }, { ...tool }, { ...tool, title: 'convert' }],
      'equal',
    )

    expect(kept).toHaveLength(3)
  })
})

describe('dropNearDuplicates', () => {
  const word = fc.constantFrom(
    'train',
    'seat',
    'office',
    'the',
    'not',
    '14',
    '15',
    'Alice',
    '電車',
    '予約',
    'は',
    'ない',
    '。',
    '>',
  )
  const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '))
  const items = fc.array(fc.record({ title: fc.constantFrom('', 'A', 'B 2'), text }), { maxLength: 12 })

  it('drops nothing twice, adds nothing, keeps the order and the first', () => {
    fc.assert(
      fc.property(items, (given) => {
        const kept = keep(given)

        expect(keep(kept)).toEqual(kept)
        expect(given.filter((item) => kept.includes(item))).toEqual(kept)
        expect(kept[0]).toBe(given[0])
      }),
    )
  })

  it('drops every second of a doubled list, and nothing else beyond what it drops of one', () => {
    fc.assert(
      fc.property(items, (given) => {
        const filled = given.filter(({ text: one }) => /[\p{L}\p{N}]/u.test(one))
        const doubled = filled.flatMap((item) => [item, { ...item, text: `${item.text.replaceAll(' ', '  ')}\n` }])

        expect(keep(doubled)).toEqual(keep(filled))
      }),
    )
  })

  it('never takes two texts for one whose numbers differ', () => {
    const numbered = fc.tuple(text, fc.nat(999), fc.nat(999), text)
    fc.assert(
      fc.property(numbered, ([before, one, other, after]) => {
        expect(areSame(`${before} ${one} ${after}`, `${before} ${other} ${after}`)).toBe(one === other)
      }),
    )
  })

  it('keeps items that are gone and compares nothing with them', () => {
    const kept = dropNearDuplicates(
      ['a', 'gone', 'a', 'gone'],
      (name) => (name === 'gone' ? undefined : { title: '', text: name }),
      'near',
    )

    expect(kept).toEqual(['a', 'gone', 'gone'])
  })
})
