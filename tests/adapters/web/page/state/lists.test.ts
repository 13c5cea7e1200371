import { describe, expect, it } from 'vitest'
import { groupThreads } from '../../../../../src/adapters/web/page/state/group-threads.ts'
import { rankFeatures } from '../../../../../src/adapters/web/page/state/rank-features.ts'
import { judgeFile } from '../../../../../src/adapters/web/page/state/uploads.ts'

const HOUR_MS = 3_600_000

describe('threads in the list', () => {
  it('stand under the day of their last question', () => {
    const midnight = Date.UTC(2026, 10, 21)
    const at = (hours: number) => ({
      id: `${hours}`,
      title: '',
      createdAt: 0,
      updatedAt: midnight + hours * HOUR_MS,
      questions: 1,
    })

    const groups = groupThreads([at(9), at(0), at(-1), at(-25), at(-167), at(-169)], midnight)

    expect(groups.map(({ age, threads }) => [age, threads.length])).toEqual([
      ['today', 2],
      ['yesterday', 1],
      ['thisWeek', 2],
      ['older', 1],
    ])
  })
})

describe('the features of a decision', () => {
  it('stand with the named reasons first, then the strongest, without those that say nothing', () => {
    const ranked = rankFeatures({
      reasons: ['probe-knowledge-strong', 'asks-what'],
      features: { number: 0, 'question-form': 0.4, 'asks-what': 1, 'probe-history': -0.9, 'probe-knowledge': 0.8 },
    })

    expect(ranked.map(({ name, isReason }) => [name, isReason])).toEqual([
      ['probe-knowledge', true],
      ['asks-what', true],
      ['probe-history', false],
      ['question-form', false],
    ])
  })
})

describe('a file before it is sent', () => {
  const rules = { uploadBytes: 100, fileEndings: ['md', '.PDF'] }

  it.each([
    ['notes.md', 100, 'fine'],
    ['規則.pdf', 1, 'fine'],
    ['notes.md', 101, 'too-large'],
    ['run.exe', 1, 'unsupported'],
    ['md', 1, 'unsupported'],
  ])('%s of %i bytes is %s', (name, size, verdict) => {
    expect(judgeFile({ name, size }, rules)).toBe(verdict)
  })
})
