import { describe, expect, it } from 'vitest'
import { createEncoderLanes } from '../../../src/adapters/transformers/encoder-lanes.ts'
import { isHubId } from '../../../src/adapters/transformers/find-model.ts'
import { poolStates } from '../../../src/adapters/transformers/pool-states.ts'
import { encodeWithin } from '../../../src/adapters/transformers/shorten-to-tokens.ts'

const SIGNAL = new AbortController().signal
/** A token for each word, with a marker before and behind. */
const encode = (text: string) => ['<', ...(text.match(/\S+/g) ?? []), '>'].map((word) => word.length)

describe('encodeWithin', () => {
  it('leaves a text that fits as it is', () => {
    const ids = encodeWithin({ before: 'query: ', text: 'two words', after: '', keep: 'start' }, 5, encode)

    expect(ids).toEqual(encode('query: two words'))
  })

  it.each([10, 64, 512])('fills at least nine tenths of %i tokens and never more', (most) => {
    const text = Array.from({ length: 5000 }, (_, at) => 'x'.repeat(1 + ((at * 7) % 5))).join(' ')

    const ids = encodeWithin({ before: 'passage: ', text, after: '', keep: 'start' }, most, encode)

    expect(ids.length).toBeLessThanOrEqual(most)
    expect(ids.length).toBeGreaterThanOrEqual(most * 0.8)
    expect(ids.slice(0, 3)).toEqual([1, 8, 1])
    expect(ids.at(-1)).toBe(1)
  })

  it('keeps the end where that is wanted, and the template always', () => {
    const text = `${'old '.repeat(1000)}question!`

    const ids = encodeWithin({ before: 'instruction: ', text, after: ' :end', keep: 'end' }, 10, encode)

    expect(ids.slice(0, 2)).toEqual([1, 12])
    expect(ids.slice(-3)).toEqual([9, 4, 1])
  })

  it('cuts no character in half', () => {
    const seen: string[] = []
    const listen = (text: string) => {
      seen.push(text)
      return Array.from(text, () => 1)
    }

    encodeWithin({ before: '', text: '𠮷'.repeat(50), after: '', keep: 'start' }, 7, listen)
    encodeWithin({ before: '', text: '𠮷'.repeat(50), after: '', keep: 'end' }, 7, listen)

    expect(seen.filter((text) => /\p{Surrogate}/u.test(text))).toEqual([])
  })

  it('cuts a template that is too long by itself', () => {
    const before = 'word '.repeat(30)

    expect(encodeWithin({ before, text: 'text', after: '', keep: 'start' }, 8, encode)).toHaveLength(8)
  })
})

describe('poolStates', () => {
  // Two texts, the second with one token less, and padding that would spoil everything.
  const states = [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 999, 999]
  it.each([
    ['cls', [1, 2, 10, 20]],
    ['mean', [3, 4, 20, 30]],
    ['last', [5, 6, 30, 40]],
  ] as const)('reads vectors by %s and never the padding', (pooling, expected) => {
    const vectors = poolStates({ states, lengths: [3, 2], columns: 3, dimension: 2, pooling })

    expect(Array.from(vectors)).toEqual(expected)
  })
})

describe('createEncoderLanes', () => {
  it('lets questions go before documents, one at a time', async () => {
    const order: string[] = []
    let running = 0
    const lanes = createEncoderLanes(async (job: string) => {
      running += 1
      expect(running).toBe(1)
      await Promise.resolve()
      order.push(job)
      running -= 1
    })

    await Promise.all([
      lanes.submit('key', 'first document', SIGNAL),
      lanes.submit('key', 'second document', SIGNAL),
      lanes.submit('query', 'question', SIGNAL),
    ])

    expect(order).toEqual(['first document', 'question', 'second document'])
  })

  it('refuses callers beyond its bound', async () => {
    const lanes = createEncoderLanes(() => new Promise<void>(() => {}))
    const waiting = Array.from({ length: 257 }, () => lanes.submit('key', 'text', new AbortController().signal))

    const refused = lanes.submit('key', 'text', SIGNAL)

    await expect(refused).rejects.toMatchObject({ code: 'embedder-failed', retryable: true })
    lanes.close()
    await Promise.all(waiting.slice(1).map((one) => expect(one).rejects.toMatchObject({ code: 'cancelled' })))
  })
})

describe('isHubId', () => {
  it.each(['intfloat/multilingual-e5-small', 'Xenova/bge-m3', 'a/b_c.d'])('takes %s', (id) => {
    expect(isHubId(id)).toBe(true)
  })

  it.each(['bge-m3', '/a/b', './a', '../a', 'a/b/c', 'a/..', 'a/.b', 'a//b', 'a b/c', 'a/b--c', 'a\\b/c'])(
    'does not take %s',
    (id) => {
      expect(isHubId(id)).toBe(false)
    },
  )
})
