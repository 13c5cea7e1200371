import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findSchemaProblem, validateArguments } from '../../../src/adapters/mcp/validate-arguments.ts'
import type { JsonSchema } from '../../../src/domain/tool.ts'

const object = (property: unknown): JsonSchema => ({ type: 'object', properties: { a: property } })
const nested = (levels: number, open: string, close: string) =>
  JSON.parse(`${open.repeat(levels)}{}${close.repeat(levels)}`)

/** Each takes far longer than anybody waits, or has no end, where nothing ends it. */
const ENDLESS: readonly (readonly [what: string, schema: JsonSchema, args: JsonSchema])[] = [
  ['a pattern that tries everything', object({ pattern: '^(a+)+$' }), { a: `${'a'.repeat(60)}!` }],
  [
    'such a pattern for names',
    { type: 'object', patternProperties: { '^(a|a)*$': { type: 'null' } } },
    { [`${'a'.repeat(60)}!`]: 1 },
  ],
  [
    'ways that part again and again',
    {
      ...object({ $ref: '#/$defs/x' }),
      $defs: { x: { anyOf: [1, 2].map((at) => ({ ...object({ $ref: '#/$defs/x' }), required: [String(at)] })) } },
    },
    nested(200, '{"a":', '}'),
  ],
]

const HARMLESS: readonly (readonly [what: string, schema: JsonSchema])[] = [
  ['is itself', { type: 'object', $ref: '#' }],
  ['is itself twice', { type: 'object', allOf: [{ $ref: '#' }, { $ref: '#' }] }],
  ['refers to nothing', object({ $ref: '#/nowhere' })],
  ['has no such pattern', object({ type: 'string', pattern: '(' })],
  ['would answer later', { type: 'object', $async: true, required: ['b'] }],
  ['answers later inside', object({ $async: true, required: ['b'] })],
  ['has a name', { type: 'object', $id: 'http://x.example/a', id: 'b', required: ['b'] }],
]

afterEach(() => vi.restoreAllMocks())

describe('parameters of a hostile server', () => {
  it.each(ENDLESS)('end in time: %s', (_what, schema, args) => {
    expect(validateArguments(schema, args)).toEqual(['the parameters cannot be checked: they take too long'])
  })

  it.each(HARMLESS)('fit nothing where the schema %s', (_what, schema) => {
    expect(validateArguments(schema, { a: {} })).toHaveLength(1)
  })

  it('are of no use when they are deeper than anything can go', () => {
    const deep = nested(50_000, '{"properties":', '}')

    expect(findSchemaProblem({ type: 'object', ...deep })).toMatchObject({ isSlow: false })
  })

  it('say nothing of formats that nobody knows, and check those that are known', () => {
    const said = vi.spyOn(console, 'warn').mockReturnValue()
    const schema = {
      type: 'object',
      properties: { a: { format: 'wild' }, b: { format: 'ipv4' }, format: { type: 'null' } },
    }

    expect(validateArguments(schema, { a: 'x', b: '127.0.0.1', format: null })).toEqual([])
    expect(validateArguments(schema, { b: 'x', format: 1 })).toHaveLength(2)
    expect(said).not.toHaveBeenCalled()
  })

  it('never throw, whatever they are', () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    fc.assert(
      fc.property(hostileSchema(), fc.jsonValue({ maxDepth: 3 }), (schema, value) => {
        const problem = findSchemaProblem(schema)
        const problems = validateArguments(schema, { a: value, b: value })

        expect(problem === undefined || problem.reason !== '').toBe(true)
        expect(problems.every((text) => text.length <= 200)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

/** Keywords with values that mostly do not go with them. */
function hostileSchema(): fc.Arbitrary<JsonSchema> {
  const keyword = fc.constantFrom(
    ...[
      '$ref',
      '$id',
      'id',
      '$async',
      '$schema',
      '$defs',
      '$dynamicRef',
      '$anchor',
      'format',
      'pattern',
      'enum',
      'const',
    ],
    ...[
      'properties',
      'patternProperties',
      'required',
      'additionalProperties',
      'items',
      'prefixItems',
      'allOf',
      'anyOf',
    ],
    ...['not', 'if', 'then', 'minimum', 'multipleOf', 'uniqueItems', 'dependencies', 'nullable', 'discriminator'],
    ...['__proto__', 'constructor', 'toString', 'type', 'a', 'unheard of'],
  )
  const { schema } = fc.letrec<{ schema: JsonSchema; value: unknown }>((tie) => ({
    schema: fc.dictionary(keyword, tie('value'), { maxKeys: 4 }),
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        '#',
        '#/properties/a',
        '#/$defs/a',
        'string',
        '(',
        '[',
        '\\p{',
        '^a*$',
        true,
        null,
        -1,
        1e308,
        'ipv4',
      ),
      fc.jsonValue({ maxDepth: 1 }),
      tie('schema'),
      fc.array(tie('schema'), { maxLength: 3 }),
    ),
  }))
  return schema.map((made) => ({ ...made, type: 'object' }))
}
