import { describe, expect, it } from 'vitest'
import { statusBody } from '../../../../src/adapters/discord/reply/reply-bodies.ts'

const view = { turnId: 'discord:1:2:3', locale: 'en' } as const
const thinking = { kind: 'thinking' } as const

describe('the status of a reply in Discord', () => {
  it.each([
    ['en', '-# Using files\\_\\_create …'],
    ['ja', '-# files\\_\\_create を使っています…'],
  ] as const)('names the tool that is at work (%s)', (locale, content) => {
    const draft = { status: thinking, stage: 'gather', tools: ['calculate', 'files__create'] } as const

    expect(statusBody(draft, 'Kiku', { ...view, locale })).toMatchObject({ content })
  })

  it('names none before and after', () => {
    const before = { status: thinking, stage: 'gather', tools: [] } as const
    const after = { status: thinking, stage: 'answer', tools: ['calculate'] } as const

    expect(statusBody(before, 'Kiku', view)).toMatchObject({ content: '-# Searching …' })
    expect(statusBody(after, 'Kiku', view)).toMatchObject({ content: '-# Writing …' })
  })
})
