import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moveMarkersIntoSentences, readMarkers, writeMarkers } from '../../../src/answer/read-markers.ts'
import { separateThinking } from '../../../src/answer/separate-thinking.ts'
import { splitAnswer } from '../../../src/answer/split-answer.ts'
import { splitCode } from '../../../src/answer/split-code.ts'
import { stripCitations } from '../../../src/answer/strip-citations.ts'
import { stripControlTokens } from '../../../src/answer/strip-control-tokens.ts'

describe('thinking', () => {
  it.each([
    ['<think>hidden</think>shown', 'shown'],
    ['a<think>b</think>c<thinking>d</thinking>e', 'ace'],
    ['shown<think>never closed', 'shown'],
    ['a < b and <b>c</b>', 'a < b and <b>c</b>'],
  ])('is taken out of %s, however it is cut', (text, expected) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        const separator = separateThinking()
        let shown = ''
        for (let from = 0, index = 0; from < text.length; index += 1) {
          const size = sizes[index % sizes.length] ?? 1
          shown += separator.push(text.slice(from, from + size))
          from += size
        }

        expect(shown + separator.end()).toBe(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('goes even when only its end reached the answer', () => {
    expect(stripControlTokens('I should say 5.</think>It is 5.')).toBe('It is 5.')
  })
})

describe('tokens of the protocol', () => {
  it.each([
    '<RET>',
    '<|im_start|>',
    '[INST]',
    '<</SYS>>',
    '[ref12]',
    '</s>',
    '<｜User｜>',
    '<<RET>RET>',
    '<start_of_turn>',
  ])('such as %s never stay in an answer', (token) => {
    expect(stripControlTokens(`It ${token}is so.`).replace(/ /g, '')).toBe('Itisso.')
  })
})

describe('markers', () => {
  it.each([
    ['It is 5 [1].', 'It is 5.', [1]],
    ['It is 5 [1, 3][2].', 'It is 5.', [1, 3, 2]],
    ['年20日です【2†source】。', '年20日です。', [2]],
    ['年20日です［１］。', '年20日です。', [1]],
    ['It is 5 [source 2].', 'It is 5.', [2]],
    ['Use `row[0]` [1].', 'Use `row[0]`.', [1]],
    ['No marker [sic].', 'No marker [sic].', []],
  ])('are read from %s', (sentence, text, numbers) => {
    expect(readMarkers(sentence)).toEqual({ text, numbers })
  })

  it.each([
    ['It is 5. [1] It is 6.', 'It is 5[1]. It is 6.'],
    ['5日です。[1]次は6日です。[2]', '5日です[1]。次は6日です[2]。'],
  ])('move into their sentence: %s', (text, expected) => {
    expect(moveMarkersIntoSentences(text)).toBe(expected)
  })

  it.each([
    ['It is 5.', 'It is 5 [1][2].'],
    ['5日です。', '5日です[1][2]。'],
    ['| a | b |', '| a | b [1][2] |'],
    ['no stop', 'no stop [1][2]'],
  ])('are written before the full stop of %s', (text, expected) => {
    expect(writeMarkers(text, [1, 2])).toBe(expected)
  })

  it('leave an earlier answer, but not its code', () => {
    expect(stripCitations('They get 25 days [1]. Use `row[0]`.')).toBe('They get 25 days. Use `row[0]`.')
  })
})

describe('cutting', () => {
  it('loses nothing', () => {
    const piece = fc.constantFrom(
      'a',
      '日',
      '。',
      '. ',
      '\n',
      '\n\n',
      '```',
      '`',
      '- ',
      '| a | b |',
      '# h',
      '> ',
      '[1]',
      '1. ',
      '~~~',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('')

        expect(
          splitCode(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
        expect(
          splitAnswer(text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps fenced code whole, closed or not', () => {
    expect(splitAnswer('Run:\n```sh\na. B\n```\nDone.').filter(({ kind }) => kind === 'code')).toEqual([
      { kind: 'code', text: '```sh\na. B\n```' },
    ])
    expect(splitCode('x\n```\nnever closed [a](b)').at(-1)?.kind).toBe('code')
  })
})
