import { describe, expect, it } from 'vitest'
import { COMMAND_DEFINITIONS } from '../../../../src/adapters/discord/interact/commands/definitions.ts'
import { checkCommands } from '../../../fakes/discord/commands/check-command.ts'
import { isObject, type WireObject } from '../../../fakes/discord/wire.ts'

/** Commands, their options and choices, by the path to each. */
function partsOf(parts: readonly unknown[], path = ''): (readonly [path: string, part: WireObject])[] {
  return parts.filter(isObject).flatMap((part) => {
    const here = `${path}/${String(part.name)}`
    const below = [part.options, part.choices].flatMap((list) => (Array.isArray(list) ? list : []))
    return [[here, part] as const, ...partsOf(below, here)]
  })
}

const parts = partsOf(COMMAND_DEFINITIONS)
const localised = (part: WireObject, field: string): unknown => (isObject(part[field]) ? part[field].ja : undefined)

describe('COMMAND_DEFINITIONS', () => {
  it('keeps to everything that Discord asks of commands', () => {
    const check = () => checkCommands(COMMAND_DEFINITIONS.map((command) => ({ ...command })))

    expect(check).not.toThrow()
  })

  it('names and describes everything in Japanese, too', () => {
    const unnamed = parts.filter(([, part]) => localised(part, 'name_localizations') === undefined)
    const undescribed = parts.filter(
      ([, part]) => part.description !== undefined && localised(part, 'description_localizations') === undefined,
    )

    expect([...unnamed, ...undescribed].map(([path]) => path)).toEqual([])
  })

  it.each(['name', 'description'])('has Japanese in the Japanese %ss', (field) => {
    const texts = parts.map(([path, part]) => [path, localised(part, `${field}_localizations`)] as const)
    const foreign = texts.filter(
      ([, text]) => typeof text === 'string' && !/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text),
    )

    expect(foreign).toEqual(field === 'name' ? [['/kiku', 'kiku']] : [])
  })

  it('gives no two commands and no two options of one the same Japanese name', () => {
    const names = parts.map(([path, part]) => {
      const kind = path.split('/').length === 2 ? String(part.type ?? 1) : ''
      return `${path.slice(0, path.lastIndexOf('/'))}/${kind}${String(localised(part, 'name_localizations'))}`
    })

    expect(new Set(names).size).toBe(names.length)
  })

  it('can be used everywhere, the settings in servers by those who manage them', () => {
    const places = COMMAND_DEFINITIONS.map(({ name, contexts, integration_types, default_member_permissions }) => [
      name,
      { contexts, integration_types, default_member_permissions },
    ])
    const { kiku, ...others } = Object.fromEntries(places)

    expect(kiku).toEqual({ contexts: [0], integration_types: [0], default_member_permissions: '32' })
    expect(Object.values(others)).toEqual(
      Object.values(others).map(() => ({
        contexts: [0, 1, 2],
        integration_types: [0, 1],
        default_member_permissions: undefined,
      })),
    )
  })
})
