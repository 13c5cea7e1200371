import { describe, expect, it } from 'vitest'
import { FEATURE_NAMES } from '../../../../../agents/router/feature-names.ts'
import { english } from '../../../../../src/adapters/web/page/text/english.ts'
import { japanese } from '../../../../../src/adapters/web/page/text/japanese.ts'
import { nameReason } from '../../../../../src/adapters/web/page/text/name-reason.ts'

/** Paths of all entries, with what stands there. */
function entries(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => entries(inner, `${path}.${key}`))
}

describe('the words of the page', () => {
  it('are there in both languages', () => {
    const paths = (words: unknown) =>
      entries(words)
        .map(([path]) => path)
        .sort()

    expect(paths(japanese)).toEqual(paths(english))
  })

  it('are nowhere empty, and Japanese where Japanese is shown', () => {
    const sentences = entries(japanese).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    const untranslated = sentences.filter(
      ([path, text]) => !/[\u3040-\u30ff\u4e00-\u9fff]/.test(text) && !path.includes('Names') && text.length > 12,
    )

    expect(entries(english).filter(([, text]) => text === '')).toEqual([])
    expect(untranslated).toEqual([])
  })

  it('name every feature of the router', () => {
    for (const words of [english, japanese]) {
      const unnamed = FEATURE_NAMES.filter((name) => words.ask.reasons[name] === undefined)
      expect(unnamed).toEqual([])
    }
    expect(nameReason('some-new-reason', english)).toBe('some new reason')
  })

  it('say what was searched', () => {
    expect(english.ask.searched(['knowledge'])).toBe('Searched documents')
    expect(english.ask.searched(['tool', 'history', 'knowledge'])).toBe(
      'Searched earlier talk and documents, used tools',
    )
    expect(english.ask.searched(['tool'])).toBe('Used tools')
    expect(japanese.ask.searched(['knowledge', 'history'])).toBe('文書と過去の会話を検索')
    expect(japanese.ask.searched(['knowledge', 'tool'])).toBe('文書を検索、ツールを使用')
  })
})
