import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PERMISSION_BITS, REQUIRED_PERMISSIONS } from '../../../../src/adapters/discord/install/permissions.ts'
import { COMMAND_DEFINITIONS } from '../../../../src/adapters/discord/interact/commands/definitions.ts'
import { discordWords } from '../../../../src/adapters/discord/words/words.ts'
import { ENOUGH } from './installed-app.ts'

const read = (path: string) => readFileSync(new URL(`../../../../docs/handbook/${path}`, import.meta.url), 'utf8')

const PAGES = [
  ['en', read('discord.md')],
  ['ja', read('ja/discord.md')],
] as const

describe('the handbook about Discord', () => {
  it.each(PAGES)('names every command in its language (%s)', (language, page) => {
    const names = COMMAND_DEFINITIONS.map(({ name, name_localizations: others, type = 1 }) => {
      const shown = language === 'ja' ? (others?.ja ?? name) : name
      return type === 1 ? `\`/${shown}` : shown
    })

    expect(names).not.toHaveLength(0)
    expect(names.filter((name) => !page.includes(name))).toEqual([])
  })

  it.each(PAGES)('explains every permission that an invitation asks for, and no other (%s)', (language, page) => {
    const names = discordWords(language).permissions
    const wanted = REQUIRED_PERMISSIONS.map(({ name }) => names[name] ?? name)

    const section = page.split(/^## /m).find((part) => /^(Permissions of Kiku|Discord で必要な権限)/.test(part)) ?? ''
    const rows = section.split('\n').filter((line) => line.startsWith('| '))

    expect(rows.slice(1).map((row) => row.slice(2).split(/ \||（/)[0])).toEqual(wanted)
    expect(String(PERMISSION_BITS)).toBe(ENOUGH)
  })

  it.each(PAGES)('leads through ten steps (%s)', (_language, page) => {
    const steps = [...page.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))

    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})
