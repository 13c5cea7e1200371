import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffWords } from '../../../src/index/diff-words.ts'

const words = (text: string) => text.split(' ').filter((word) => word !== '')
const describeEdits = (a: string, b: string, most = 10) =>
  diffWords(words(a), words(b), most)?.map(({ side, at, isEdge }) => `${side}${at}${isEdge ? ' edge' : ''}`)

describe('diffWords', () => {
  it('names the words that only one text has', () => {
    expect(describeEdits('one two three', 'one two three')).toEqual([])
    expect(describeEdits('one two three', 'one three')).toEqual(['a1'])
    expect(describeEdits('one three', 'one two three')).toEqual(['b1'])
    expect(describeEdits('one two three', 'one 2 three')).toEqual(['a1', 'b1'])
  })

  it('knows an end where only one text goes on', () => {
    expect(describeEdits('one two', 'zero one two')).toEqual(['b0 edge'])
    expect(describeEdits('one two three four', 'one two')).toEqual(['a2 edge', 'a3 edge'])
    expect(describeEdits('one two three', 'one two four')).toEqual(['a2', 'b2'])
  })

  it('gives up beyond the most that may differ', () => {
    expect(describeEdits('a b c d', 'a x y d', 4)).toHaveLength(4)
    expect(describeEdits('a b c d', 'a x y d', 3)).toBeUndefined()
    expect(describeEdits('a b c d e', 'a', 3)).toBeUndefined()
  })

  it('finds as few as a table of all longest common parts does, and what is left is the same', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 14 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const edits = diffWords(a, b, 28) ?? []

        const left = (side: 'a' | 'b', of: readonly string[]) =>
          of.filter((_, at) => !edits.some((edit) => edit.side === side && edit.at === at))
        expect(left('a', a)).toEqual(left('b', b))
        expect(edits).toHaveLength(a.length + b.length - 2 * longestCommon(a, b))
      }),
    )
  })
})

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = a.map(() => b.map(() => 0))
  const at = (x: number, y: number) => table[x]?.[y] ?? 0
  for (let x = 0; x < a.length; x += 1) {
    for (let y = 0; y < b.length; y += 1) {
      table[x]![y] = a[x] === b[y] ? at(x - 1, y - 1) + 1 : Math.max(at(x - 1, y), at(x, y - 1))
    }
  }
  return at(a.length - 1, b.length - 1)
}
