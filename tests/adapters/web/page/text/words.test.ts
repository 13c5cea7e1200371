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
    expect(english.ask.searched(['knowledge'], 'unused')).toBe('Searched documents')
    expect(english.ask.searched(['tool', 'history', 'knowledge'], 'used')).toBe(
      'Searched earlier talk and documents, used tools',
    )
    expect(english.ask.searched([], 'unused')).toBe('Answered without searching')
    expect(japanese.ask.searched(['knowledge', 'history'], 'unused')).toBe('文書と過去の会話を検索')
    expect(japanese.ask.searched(['knowledge', 'tool'], 'used')).toBe('文書を検索、ツールを使用')
  })

  it('say that tools were used only where they were', () => {
    expect(english.ask.searching(['tool'], 'unused')).toBe('Looking for a tool')
    expect(english.ask.searching(['knowledge', 'tool'], 'used')).toBe('Searching documents, using tools')
    expect(english.ask.searched(['tool'], 'used')).toBe('Used tools')
    expect(english.ask.searched(['tool'], 'chosen')).toBe('Chose a tool')
    expect(english.ask.searched(['knowledge', 'tool'], 'unused')).toBe('Searched documents, called no tool')
    expect(japanese.ask.searching(['tool'], 'unused')).toBe('ツールを検討中')
    expect(japanese.ask.searched(['tool'], 'chosen')).toBe('ツールを選択')
    expect(japanese.ask.searched(['knowledge', 'tool'], 'unused')).toBe('文書を検索、ツールは使用せず')
  })
})
