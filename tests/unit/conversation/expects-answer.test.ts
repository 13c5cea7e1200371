import { describe, expect, it } from 'vitest'
import { expectsAnswer } from '../../../src/conversation/expects-answer.ts'
import type { Turn } from '../../../src/domain/thread.ts'
import { message } from '../../fakes/conversation-fixtures.ts'

function turn(role: Turn['role'], author: string, number: number): Turn {
  return { id: String(number), threadId: 'thread-1', role, author: { id: author }, text: 'x', createdAt: number }
}

const alone = [turn('user', 'U1', 1), turn('assistant', 'kiku', 2)]
const several = [...alone, turn('user', 'U2', 3)]

describe('a message in a thread of Kiku that does not name it', () => {
  it.each([
    'And what about Osaka?',
    'how long does it take',
    'Please list the exceptions.',
    'もう少し詳しく教えてください',
    '大阪の場合はどうなりますか',
  ])('is answered when it asks, whoever is there: %s', (text) => {
    expect(expectsAnswer(message(text), alone)).toBe(true)
    expect(expectsAnswer(message(text), several)).toBe(true)
  })

  it.each(['thanks!', 'ok', 'ありがとうございます', 'なるほど', 'lol', 'そうですね', '', '  '])(
    'is left alone when it wants nothing: %s',
    (text) => {
      expect(expectsAnswer(message(text), alone)).toBe(false)
    },
  )

  it.each(['I meant the new office in Kyoto', '大阪支社の話です'])(
    'is a statement for Kiku where nobody else talks, and talk among people where others do: %s',
    (text) => {
      expect(expectsAnswer(message(text), alone)).toBe(true)
      expect(expectsAnswer(message(text), several)).toBe(false)
    },
  )

  it('goes on with the one whom Kiku answered last', () => {
    expect(expectsAnswer(message('大阪の場合は'), several)).toBe(true)
    expect(expectsAnswer(message('大阪の場合は', { author: { id: 'U2' } }), several)).toBe(false)
  })
})
