import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRobots } from '../../../src/adapters/web-pages/parse-robots.ts'

const ORIGIN = 'https://example.com'
const at = (path: string) => new URL(path, ORIGIN)

describe('robots rules', () => {
  it('take the longest match', () => {
    const isAllowed = parseRobots('User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$', ORIGIN, 'Kiku')

    expect(isAllowed(at('/a/x'))).toBe(false)
    expect(isAllowed(at('/a/b/x'))).toBe(true)
    expect(isAllowed(at('/x.pdf'))).toBe(false)
    expect(isAllowed(at('/x.pdf?y'))).toBe(true)
    expect(isAllowed(at('/'))).toBe(true)
  })

  it('match Japanese paths written either way', () => {
    const isAllowed = parseRobots('User-agent: kiku\nDisallow: /議事録/', ORIGIN, 'Kiku')

    expect(isAllowed(at('/議事録/1'))).toBe(false)
    expect(isAllowed(at('/%E8%AD%B0%E4%BA%8B%E9%8C%B2/1'))).toBe(false)
  })

  it('of a group for us take the place of those for all', () => {
    const isAllowed = parseRobots('User-agent: *\nDisallow: /\n\nUser-agent: kiku\nDisallow: /b', ORIGIN, 'Kiku')

    expect(isAllowed(at('/a'))).toBe(true)
    expect(isAllowed(at('/b'))).toBe(false)
  })

  it('of groups for others do not concern us', () => {
    const isAllowed = parseRobots('User-agent: bad\nDisallow: /\nUser-agent: kikubot\nDisallow: /', ORIGIN, 'Kiku')

    expect(isAllowed(at('/a'))).toBe(true)
  })

  it('with thousands of agents or of wildcards are dealt with in no time', () => {
    const agents = Array.from({ length: 20_000 }, (_, number) => `User-agent: a${number}`).join('\n')
    const rules = Array.from({ length: 20_000 }, (_, number) => `Disallow: /${number}`).join('\n')
    const manyAgents = parseRobots(`${agents}\nUser-agent: *\n${rules}`, ORIGIN, 'Kiku')
    const wildcards = parseRobots(`User-agent: *\nDisallow: /${'*a'.repeat(250_000)}b`, ORIGIN, 'Kiku')

    expect(manyAgents(at('/zzz'))).toBe(true)
    expect(wildcards(at(`/${'a'.repeat(2_000)}`))).toBe(false)
  })

  it('never throw, whatever a site sends', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'User-agent: *',
        'User-agent: kiku',
        'Disallow: /',
        'Allow: /*$',
        'Disallow:',
        ': x',
        'Sitemap: y',
      ),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(line), fc.webPath(), (lines, path) => {
        const isAllowed = parseRobots(lines.join('\n'), ORIGIN, 'Kiku')

        expect(typeof isAllowed(new URL(`${ORIGIN}/${path}`))).toBe('boolean')
      }),
    )
  })
})
