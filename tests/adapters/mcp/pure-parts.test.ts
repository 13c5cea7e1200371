import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTool } from '../../../src/adapters/mcp/read-tool.ts'
import { toolId } from '../../../src/adapters/mcp/tool-id.ts'
import { findSchemaProblem, validateArguments } from '../../../src/adapters/mcp/validate-arguments.ts'

describe('the id of a tool', () => {
  it('tells apart what only looks the same', () => {
    const ids = [toolId('a', 'b c'), toolId('a', 'b.c'), toolId('a', '検索'), toolId('a', '探索'), toolId('a', 'b_c')]

    expect(toolId('github', 'search_issues')).toBe('github__search_issues')
    expect(new Set(ids).size).toBe(5)
    expect([...ids, toolId('s', 'x'.repeat(200))].every((id) => /^[\w-]{1,64}$/.test(id))).toBe(true)
  })

  it('is of its server, whatever that of another is called', () => {
    expect(toolId('one', 'read')).not.toBe(toolId('two', 'read'))
    expect(toolId('a__b', 'c')).not.toBe(toolId('a', 'b__c'))
    expect(toolId('a_', 'b')).not.toBe(toolId('a', '_b'))
    expect(toolId('a', toolId('a__b', 'c').slice('a__'.length))).not.toBe(toolId('a__b', 'c'))
  })

  it('is its own, however names are made of each other', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '_', '-', '.', '検'), minLength: 1, maxLength: 40 })
    const server = part.map((made) => made.replace(/[^\w-]/g, 'x'))
    const named = fc.tuple(
      server,
      fc.oneof(
        part,
        fc.tuple(part, part).map(([one, two]) => `${one}__${two}`),
      ),
    )

    fc.assert(
      fc.property(fc.array(named, { maxLength: 40 }), (made) => {
        // Also tools that are called just as the ids of others would have it.
        const pairs = [...made, ...made.flatMap(([of, name]) => splitsOf(toolId(of, name)))]
        const different = new Map(pairs.map((pair) => [JSON.stringify(pair), pair]))
        const ids = [...different.values()].map(([of, name]) => toolId(of, name))

        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.every((id) => /^[A-Za-z0-9_-]{1,64}$/.test(id))).toBe(true)
      }),
    )
  })
})

/** Every server and tool that an id might be of. */
function splitsOf(id: string): (readonly [server: string, name: string])[] {
  return [...id.matchAll(/(?=__.)/g)]
    .filter(({ index }) => index > 0 && index <= 40)
    .map(({ index }) => [id.slice(0, index), id.slice(index + 2)] as const)
}

describe('arguments', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
    required: ['city'],
    additionalProperties: false,
  }

  it('fit, or it is said what is wrong', () => {
    expect(validateArguments(schema, { city: '大阪', days: 2 })).toEqual([])
    expect(validateArguments(schema, {}).join()).toContain('city')
    expect(validateArguments(schema, { city: 'a', days: 0 }).join()).toContain('days')
    expect(validateArguments(schema, { city: 'a', other: 1 })).toHaveLength(1)
  })

  it.each([
    ['is of no object', { type: 'string' }],
    ['refers elsewhere', { type: 'object', properties: { a: { $ref: 'http://x.example/s' } } }],
    ['is no schema', { type: 'object', properties: { a: { type: 'text' } } }],
    ['is too large', { type: 'object', description: 'x'.repeat(40_000) }],
    [
      'is too deep',
      {
        type: 'object',
        properties: JSON.parse(`${'{"a":{"type":"object","properties":'.repeat(20)}{}${'}}'.repeat(20)}`),
      },
    ],
  ])('cannot be checked by a schema that %s', (_what, odd) => {
    expect(findSchemaProblem(odd)).toMatchObject({ reason: expect.stringMatching(/^they /) })
  })
})

describe('what a server says of its tools', () => {
  const raw = {
    name: 'list',
    inputSchema: { type: 'object' },
    annotations: { readOnlyHint: true, openWorldHint: false },
  }
  const rules = { allow: [], deny: [], readOnly: [], trustAnnotations: false, audience: 'public' }

  it('counts only where the server is trusted', () => {
    expect(readTool('s', raw, rules)).toMatchObject({ spec: { effects: { readOnly: false } } })
    expect(readTool('s', raw, { ...rules, trustAnnotations: true })).toMatchObject({
      spec: { effects: { readOnly: true, destructive: false, openWorld: false } },
    })
  })

  it('does not count against what is said here', () => {
    expect(readTool('s', raw, { ...rules, allow: ['get_*'] })).toEqual({ kind: 'denied' })
    expect(readTool('s', raw, { ...rules, allow: ['li*'], deny: ['*st'] })).toEqual({ kind: 'denied' })
    expect(readTool('s', { ...raw, annotations: undefined }, { ...rules, readOnly: ['l*t'] })).toMatchObject({
      spec: { effects: { readOnly: true } },
    })
    expect(readTool('s', { name: 7 }, rules)).toMatchObject({ kind: 'unusable' })
  })
})
