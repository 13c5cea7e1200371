import { describe, expect, it } from 'vitest'
import { discordWords } from '../../../../src/adapters/discord/words/words.ts'

/** Every sentence, those with gaps filled with 3 or “word”, by the path to it. */
function sentences(words: unknown, path = ''): (readonly [path: string, sentence: string])[] {
  if (typeof words === 'string') return [[path, words]]
  if (typeof words === 'function') {
    const first = path === '.failure' ? 'internal' : path === '.joinNames' ? ['いa', 'うb'] : '3'
    return sentences(words(first, path === '.failure' ? {} : 3, 'word'), path)
  }
  if (typeof words !== 'object' || words === null) throw new Error(`${path} is neither text nor function.`)
  return Object.entries(words).flatMap(([name, part]) => sentences(part, `${path}.${name}`))
}

const EITHER = new Set(['.config.languages.ja', '.joinNames'])

describe('discordWords', () => {
  it('says the same things in both languages', () => {
    const english = sentences(discordWords('en'))
    const japanese = sentences(discordWords('ja'))

    expect(japanese.map(([path]) => path)).toEqual(english.map(([path]) => path))
  })

  it('writes each in its own script', () => {
    const english = sentences(discordWords('en')).filter(([path]) => !EITHER.has(path))
    const japanese = sentences(discordWords('ja')).filter(([path]) => !EITHER.has(path))

    expect(english.filter(([, text]) => /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text))).toEqual([])
    expect(japanese.filter(([, text]) => !/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text))).toEqual([])
  })

  it.each(['en', 'ja'] as const)('keeps to the room that Discord gives to forms, buttons and menus (%s)', (locale) => {
    const { feedback, config, menus, forget } = discordWords(locale)
    const titles = [
      feedback.title,
      feedback.label,
      feedback.text,
      config.daysTitle,
      config.days,
      menus.askTitle,
      menus.askLabel,
    ]
    const buttons = [forget.forgetMe, forget.forgetChannel, forget.keep, config.readPast, config.refresh]
    const choices = [...Object.values(feedback.reasons), ...Object.values(config.languages)]

    expect(titles.filter((text) => text.length > 45)).toEqual([])
    expect(buttons.filter((text) => text.length > 40)).toEqual([])
    expect([...choices, config.daysHint, feedback.placeholder].filter((text) => text.length > 100)).toEqual([])
    expect(config.announcementTitle.length).toBeLessThanOrEqual(100)
  })

  it.each(['en', 'ja'] as const)('leaves room in a message for what is put in (%s)', (locale) => {
    const long = sentences(discordWords(locale)).filter(([, text]) => text.length > 1_000)

    expect(long).toEqual([])
  })

  it.each(['en', 'ja'] as const)('calls nobody and names every way to fail (%s)', (locale) => {
    const words = discordWords(locale)
    const kinds = [
      ...(['rate-limited', 'queue-full', 'question-empty', 'question-too-long', 'not-in-channel'] as const),
      ...(['unreachable', 'refused', 'too-slow', 'stopped', 'internal'] as const),
    ]
    const failures = kinds.map((kind) => words.failure(kind, { seconds: 5, limit: 8_000 }))

    expect(new Set(failures).size).toBe(kinds.length)
    expect([...sentences(words).map(([, text]) => text), ...failures].filter((text) => /@|<#/.test(text))).toEqual([])
  })

  it('names commands as Japanese clients show them', () => {
    const commands = sentences(discordWords('ja')).flatMap(([, text]) => [...text.matchAll(/`(\/[^`]+)`/g)])
    const named = new Set(commands.map(([, command]) => command))

    expect([...named].sort()).toEqual(['/kiku 設定', '/出典', '/忘れる', '/感想', '/検索', '/質問'].sort())
  })
})
