import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type BearerToken, createTokenBook } from '../../../../src/adapters/common/http/token-book.ts'

const SECRET = 'alice-0123456789abcdef0123456789abcdef'
const token = (name: string, secret: string, more: Partial<BearerToken> = {}): BearerToken => ({
  name,
  audience: ['public'],
  credential: { kind: 'sha256', hash: createHash('sha256').update(secret).digest('hex') },
  ...more,
})
const clock = { now: () => 1_000, elapsed: () => 0 }

describe('a book of tokens', () => {
  it('finds whose token a header holds, or a form', () => {
    const alice = token('alice', SECRET)
    const book = createTokenBook([alice, token('bob', `${SECRET}0`)], 'page', clock)

    expect([book.find(`Bearer ${SECRET}`), book.find(`bearer  ${SECRET} `), book.findSecret(SECRET)]).toEqual([
      alice,
      alice,
      alice,
    ])
  })

  it.each([
    undefined,
    '',
    'Bearer',
    `Basic ${SECRET}`,
    `Bearer ${SECRET} x`,
    `Bearer ${SECRET}é`,
    'Bearer x'.repeat(900),
  ])('finds nobody by %j', (header) => {
    const book = createTokenBook([token('alice', SECRET)], 'page', clock)

    expect(book.find(header)).toBeUndefined()
  })

  it('finds nobody whose token has expired', () => {
    const book = createTokenBook([token('alice', SECRET, { expiresAt: 1_000 })], 'page', clock)

    expect(book.findSecret(SECRET)).toBeUndefined()
  })

  it.each([
    ['no token', [], 'has no token'],
    ['a name twice', [token('a', SECRET), token('a', `${SECRET}0`)], 'has the name of another one'],
    ['a token twice', [token('a', SECRET), token('b', SECRET)], 'is the same as another one'],
    ['a name with spaces', [token('a b', SECRET)], 'has a name with other characters'],
    ['a label that is none', [token('a', SECRET, { audience: ['all'] })], 'for an audience, which is none'],
    ['a short secret', [token('a', SECRET, { credential: { kind: 'secret', secret: 'short' } })], 'is shorter than 32'],
  ])('is not made of %s', (_, tokens, message) => {
    expect(() => createTokenBook(tokens, 'page', clock)).toThrow(message)
  })
})
