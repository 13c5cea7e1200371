import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnswerStream,
  advanceStream,
  beginning,
  joinTokens,
  type StreamStep,
} from '../../../../../src/adapters/web/page/state/answer-stream.ts'
import { answerWith, evidenceAt, searchingDecision } from '../../../../fakes/web-page/answer-fixtures.ts'

const play = (steps: readonly StreamStep[]): AnswerStream => steps.reduce(advanceStream, beginning)
const answer = answerWith({ text: 'Checked [1].' })
const token = (text: string): StreamStep => ({ kind: 'token', text })

describe('an answer in the making', () => {
  it('collects what arrives', () => {
    const stream = play([
      { kind: 'status', stage: 'queued', position: 2 },
      { kind: 'status', stage: 'gather' },
      { kind: 'decision', decision: searchingDecision },
      { kind: 'evidence', evidence: [evidenceAt(1)], found: 5 },
      { kind: 'tool-call', name: 'clock', arguments: {} },
      token('Hel'),
      token('lo'),
    ])

    expect(stream).toMatchObject({ phase: 'working', stage: 'gather', text: 'Hello', found: 5 })
    expect(stream.position).toBeUndefined()
    expect(stream.evidence).toHaveLength(1)
    expect(stream.calls).toEqual([{ name: 'clock', arguments: {} }])
  })

  it('changes no more once it has ended', () => {
    const done = play([{ kind: 'done', answer }])

    expect(advanceStream(done, token('late'))).toBe(done)
    expect(advanceStream(done, { kind: 'stopped' })).toBe(done)
    expect(done).toMatchObject({ phase: 'done', answer: { text: 'Checked [1].' } })
  })

  it('keeps what had arrived when it is stopped or the connection is lost', () => {
    expect(play([token('half'), { kind: 'stopped' }])).toMatchObject({ phase: 'stopped', text: 'half' })
    expect(play([token('half'), { kind: 'lost' }])).toMatchObject({ phase: 'lost', text: 'half' })
  })

  it('can still end after the connection was lost', () => {
    expect(play([{ kind: 'lost' }, { kind: 'done', answer }]).phase).toBe('done')
    expect(play([{ kind: 'lost' }, { kind: 'stopped' }]).phase).toBe('stopped')
  })

  it('comes to the same with tokens joined', () => {
    const step = fc.oneof(
      fc.string().map(token),
      fc.constantFrom<StreamStep>({ kind: 'status', stage: 'answer' }, { kind: 'status', stage: 'check' }),
    )

    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(play(joinTokens(steps))).toEqual(play(steps))
      }),
    )
  })
})
