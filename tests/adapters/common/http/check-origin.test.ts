import { describe, expect, it } from 'vitest'
import { isLoopback } from '../../../../src/adapters/common/http/check-origin.ts'

describe('a host of this machine alone', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.8.9.1',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'localhost.',
    '127.1',
  ])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '',
    'a b',
    '::ffff:10.0.0.1',
    '*',
  ])('is not %j', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})
