import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAnswer } from '../fakes/journey-answer.ts'
import { type Journey, OFFICE, startJourney } from '../fakes/journey-bench.ts'

describe('asking without a model', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney()
    await journey.copy(OFFICE)
    const { code, stderr } = await journey.run(['ingest', 'documents'])
    if (code !== 0) throw new Error(stderr)
  })
  afterAll(() => journey.end())

  it.each([
    ['Where is the key of the bicycle cellar?', 'building-access.txt', 'reception'],
    ['How many days do I have to hand in receipts after a trip?', 'travel-expenses.md', '30 days'],
    ['How long is the warranty on the compressor?', 'warranty.html', 'seven years'],
    ['How many seats does the room Cedar have?', 'meeting-rooms.csv', '20'],
    ['有給休暇は何日前までに申請しますか', '有給休暇.md', '5営業日前'],
    ['避難訓練の集合場所はどこですか', '避難訓練.txt', '東側の駐車場'],
    ['日替わり定食はいくらですか', '社員食堂.html', '480円'],
    ['拡声器はどこに保管されていますか', '備品一覧.csv', '総務課の棚'],
  ])('quotes the answer to "%s" from %s', async (question, file, words) => {
    const run = await journey.run(['ask', '--json', question])

    expect(run).toMatchObject({ code: 0, stderr: '' })
    const answer = readAnswer(run)
    expect(answer).toMatchObject({ kind: 'extracted', model: null })
    expect(answer.answer).toContain(words)
    expect(answer.citations.map(({ location }) => basename(location))).toContain(file)
    expect(answer.citations.map(({ number }) => number)).toEqual(answer.citations.map((_, index) => index + 1))
    expect(answer.evidence.used).toBeGreaterThanOrEqual(answer.citations.length)
    expect(answer.evidence.found).toBeGreaterThanOrEqual(answer.evidence.used)
    expect(answer.decision.labels).toContain('knowledge')
    expect(Object.keys(answer.timings)).toEqual(expect.arrayContaining(['probe', 'route', 'gather', 'answer', 'total']))
  })

  it.each([
    'Where is the key of the bicycle cellar?',
    'How many days do I have to hand in receipts after a trip?',
    'Where do I register a repair?',
    '有給休暇は何日前までに申請しますか',
    '避難訓練の集合場所はどこですか',
    '来客と社員食堂を利用するときはどうしますか',
  ])('cites "%s" with words that stand in the file', async (question) => {
    const { citations } = readAnswer(await journey.run(['ask', '--json', question]))

    expect(citations.length).toBeGreaterThan(0)
    for (const { quote, location } of citations) {
      expect(wordsOf(await readFile(location, 'utf8'))).toContain(wordsOf(quote))
    }
  })

  it.each([
    ['What is the boiling point of tungsten?', /could not find/],
    ['Who won the chess championship in 1985?', /could not find/],
    ['富士山の標高は何メートルですか', /見つかりませんでした/],
    ['江戸幕府を開いたのは誰ですか', /見つかりませんでした/],
  ])('says that it found no answer to "%s", and that is no failure', async (question, sentence) => {
    const run = await journey.run(['ask', '--json', question])

    expect(run).toMatchObject({ code: 0, stderr: '' })
    const answer = readAnswer(run)
    expect(answer).toMatchObject({ kind: 'abstained', model: null })
    expect(answer.answer).toMatch(sentence)
  })

  it.each([
    ['Hello!', /Kiku/],
    ['Thank you very much!', /welcome/],
    ['こんにちは', /Kiku/],
    ['ありがとうございます。', /どういたしまして/],
  ])('answers "%s" without searching', async (text, reply) => {
    const answer = readAnswer(await journey.run(['ask', '--json', text]))

    expect(answer.decision.labels).toEqual(['direct'])
    expect(answer).toMatchObject({ kind: 'answered', citations: [], evidence: { used: 0, found: 0 } })
    expect(answer.answer).toMatch(reply)
    expect(answer.timings).not.toHaveProperty('gather')
  })

  it('searches for a greeting when it is told to', async () => {
    const answer = readAnswer(await journey.run(['ask', '--json', '--search', 'Hello!']))

    expect(answer.decision.labels).toContain('knowledge')
    expect(answer.timings).toHaveProperty('gather')
  })

  it.each([
    ['How long is the warranty on the compressor?', /search/],
    ['日替わり定食はいくらですか', /検索/],
  ])('does not search for "%s" when it is told not to', async (question, hint) => {
    const answer = readAnswer(await journey.run(['ask', '--json', '--no-search', question]))

    expect(answer.decision.labels).toEqual(['direct'])
    expect(answer).toMatchObject({ kind: 'abstained', citations: [] })
    expect(answer.timings).not.toHaveProperty('probe')
    expect(answer.answer).toMatch(hint)
  })

  it('shows a person the answer, the source and why it searched', async () => {
    const run = await journey.run(['ask', 'Where is the key of the bicycle cellar?'])

    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(/Its key hangs at the reception\. \[1\]/)
    expect(run.stdout).toMatch(/Sources\n \[1\] .*documents\/building-access\.txt, line \d+/)
    expect(run.stdout).toMatch(/searched knowledge · why: .+ · quoted, not written by a model/)
  })

  it.each([
    ['en', 'How long is the warranty on a heat pump?', 'And how long does a repair take?', 'ten working days'],
    ['ja', '日替わり定食はいくらですか', '営業時間は？', '11時から14時まで'],
    ['ja', '有給休暇の繰り越しはできますか', 'それはいつ失効しますか？', '3月31日'],
  ])('understands a follow-up in a chat (%s: "%s", "%s")', async (language, first, second, words) => {
    const stdin = `${first}\n${second}\n`

    const run = await journey.run(['chat'], { stdin, environment: { KIKU_LANGUAGE: language } })

    expect(run.code).toBe(0)
    const [, reply] = run.stdout.split(/(?<=quoted, not written by a model|モデルを使わない引用)\n/)
    expect(reply).toContain(words)
  })
})

/** Without markup and line breaks, which a quote need not keep. */
function wordsOf(text: string): string {
  return text
    .replace(/<[^>]*>|[#\s]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
