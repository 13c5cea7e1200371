import { describe, expect, it } from 'vitest'
import { slackWords } from '../../../../src/adapters/slack/words/words.ts'
import { findPings } from '../../../fakes/slack/find-pings.ts'

/** Every sentence, those with gaps filled with 3 or “word”, by the path to it. */
function sentences(words: unknown, path = ''): (readonly [path: string, sentence: string])[] {
  if (typeof words === 'string') return [[path, words]]
  if (typeof words === 'function') {
    const settings = { followUps: true, remember: false, days: 3 }
    const first = path === '.settings.saved' ? settings : path === '.failure' ? 'internal' : '3'
    return sentences(words(first, path === '.failure' ? {} : 3, 'word'), path)
  }
  if (typeof words !== 'object' || words === null) throw new Error(`${path} is neither text nor function.`)
  return Object.entries(words).flatMap(([name, part]) => sentences(part, `${path}.${name}`))
}

const EITHER = new Set(['.home.title', '.home.languages.en', '.home.languages.ja', '.home.languages.auto'])

describe('slackWords', () => {
  it('says the same things in both languages', () => {
    const english = sentences(slackWords('en'))
    const japanese = sentences(slackWords('ja'))

    expect(japanese.map(([path]) => path)).toEqual(english.map(([path]) => path))
  })

  it('writes each in its own script', () => {
    const english = sentences(slackWords('en')).filter(([path]) => !EITHER.has(path))
    const japanese = sentences(slackWords('ja')).filter(([path]) => !EITHER.has(path))

    expect(english.filter(([, text]) => /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text))).toEqual([])
    expect(japanese.filter(([, text]) => !/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text))).toEqual([])
  })

  it.each(['en', 'ja'] as const)('keeps to the room that Slack gives to titles and buttons (%s)', (locale) => {
    const { settings, feedback, shortcuts, close, forget } = slackWords(locale)
    const short = [
      settings.title,
      settings.save,
      feedback.title,
      feedback.submit,
      shortcuts.askTitle,
      shortcuts.ask,
      close,
    ]

    expect(short.filter((text) => text.length > 24)).toEqual([])
    expect([forget.confirm, forget.deny].filter((text) => text.length > 30)).toEqual([])
    expect(Object.values(feedback.reasons).filter((text) => text.length > 75)).toEqual([])
  })

  it('leaves room around marks in Japanese, which Slack does not see inside of words', () => {
    const marks = sentences(slackWords('ja')).flatMap(([, text]) => [...text.matchAll(/(.?)(`[^`]+`|\*[^*]+\*)(.?)/gu)])
    const marked = marks.filter(([, before = '', , after = '']) => /\S/.test(before + after)).map(([whole]) => whole)

    expect(marked).toEqual([])
  })

  it.each(['en', 'ja'] as const)('calls nobody and names every way to fail (%s)', (locale) => {
    const words = slackWords(locale)
    const kinds = [
      ...(['rate-limited', 'queue-full', 'question-empty', 'question-too-long', 'not-in-channel'] as const),
      ...(['unreachable', 'refused', 'too-slow', 'stopped', 'internal'] as const),
    ]
    const failures = kinds.map((kind) => words.failure(kind, { seconds: 5, limit: 8_000 }))

    expect(new Set(failures).size).toBe(kinds.length)
    expect([...sentences(words).map(([, text]) => text), ...failures].flatMap(findPings)).toEqual([])
  })
})
