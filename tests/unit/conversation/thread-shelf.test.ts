import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-store.ts'
import { createThreadShelf } from '../../../src/conversation/thread-shelf.ts'
import { cleanTitle } from '../../../src/conversation/thread-shelf-title.ts'
import { answerTurnId } from '../../../src/domain/message.ts'
import type { Store } from '../../../src/ports/store.ts'
import type { ThreadShelf } from '../../../src/ports/thread-shelf.ts'

describe('the shelf of conversations', () => {
  let store: Store
  let shelf: ThreadShelf
  beforeEach(() => {
    store = createMemoryStore()
    shelf = createThreadShelf(store)
  })

  async function ask(person: string, thread: string, at: number, text = `Question ${at}`): Promise<string> {
    const id = `web:${person}:${thread}`
    const audience = `person:web:${person}`
    const { conversations } = store
    await conversations.ensureThread({
      id,
      surface: 'web',
      workspace: 'local',
      channel: person,
      audience,
      createdAt: at,
    })
    const author = { id: `web:${person}` }
    const turnId = `${id}:${at}`
    await conversations.addTurn({ id: turnId, threadId: id, role: 'user', author, text, createdAt: at })
    return turnId
  }

  function list(person: string, limit = 10, cursor?: string) {
    return shelf.list({ authorId: `web:${person}`, surface: 'web', limit, ...(cursor && { cursor }) })
  }

  it('shows people their own conversations alone, the latest asked in first', async () => {
    await ask('hanako', 'a', 10, '有給休暇は何日ですか？')
    await ask('taro', 'b', 20, 'Who else has a raise?')
    await ask('hanako', 'c', 30, 'How long is probation?')
    await ask('hanako', 'a', 40)

    const { threads, next } = await list('hanako')

    expect(threads).toEqual([
      { id: 'web:hanako:a', title: '有給休暇は何日ですか？', createdAt: 10, updatedAt: 40, questions: 2 },
      { id: 'web:hanako:c', title: 'How long is probation?', createdAt: 30, updatedAt: 30, questions: 1 },
    ])
    expect(next).toBeUndefined()
  })

  it('goes on where the page before ended, also among questions of one moment', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await ask('hanako', name, name === 'e' ? 5 : 7.25)

    const titles: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await list('hanako', 2, cursor)
      titles.push(...page.threads.map(({ id }) => id.slice(-1)))
      cursor = page.next
    }

    expect(titles).toEqual(['d', 'c', 'b', 'a', 'e'])
  })

  it.each(['x', '12', '~', '1~', "1'; DROP TABLE threads; --", `1~${'x'.repeat(500)}`, 'NaN~a', '-1~a'])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(list('hanako', 2, cursor)).rejects.toMatchObject({ code: 'misuse' })
    },
  )

  it('keeps to a hundred conversations a page, and to one at least', async () => {
    for (let number = 0; number < 105; number += 1) await ask('hanako', `${number}`, number)

    const sizes = await Promise.all([1_000, 0, -3, Number.NaN].map((limit) => list('hanako', limit)))

    expect(sizes.map(({ threads }) => threads.length)).toEqual([100, 1, 1, 1])
  })

  it('prefers the title that its owner gave, until it is taken away', async () => {
    await ask('hanako', 'a', 10, 'First words')

    await shelf.rename('web:hanako:a', '  休暇\u202e\nの話 ')
    const named = await shelf.find('web:hanako:a')
    await shelf.rename('web:hanako:a', ' \u200b ')
    const unnamed = await shelf.find('web:hanako:a')

    expect([named?.title, unnamed?.title]).toEqual(['休暇 の話', 'First words'])
  })

  it('knows nothing of a conversation that was forgotten, its title included', async () => {
    await ask('hanako', 'a', 10)
    await shelf.rename('web:hanako:a', 'Secret')

    await store.conversations.removeThread('web:hanako:a')
    const gone = await shelf.find('web:hanako:a')
    await ask('hanako', 'a', 20, 'Again')

    expect(gone).toBeUndefined()
    expect((await list('hanako')).threads.map(({ title }) => title)).toEqual(['Again'])
  })

  it('finds what one person thought of answers', async () => {
    const [first, second, third] = [await ask('h', 'a', 1), await ask('h', 'a', 2), await ask('h', 'a', 3)]
    for (const turnId of [first, second]) {
      const id = answerTurnId(turnId)
      const author = { id: 'kiku' }
      await store.conversations.addTurn({ id, threadId: 'web:h:a', role: 'assistant', author, text: '', createdAt: 4 })
    }
    await store.conversations.addFeedback({ turnId: answerTurnId(first), authorId: 'web:h', verdict: 'down', at: 5 })
    await store.conversations.addFeedback({ turnId: answerTurnId(second), authorId: 'web:t', verdict: 'up', at: 5 })

    const verdicts = await shelf.findVerdicts([first, second, third], 'web:h')

    expect([...verdicts]).toEqual([[first, 'down']])
  })
})

describe('the title of a conversation', () => {
  it('is one line without anything unseen', () => {
    expect(cleanTitle(' How\r\n\tmany\u2028days\u0000\u0007 of \u202eleave\u202c?\u200b ')).toBe(
      'How many days of leave?',
    )
  })

  it('is cut between characters as people see them', () => {
    const family = '👨‍👩‍👧‍👦'

    const title = cleanTitle(`${'あ'.repeat(70)}${family}とか`)

    expect(title).toBe(`${'あ'.repeat(70)}…`)
  })

  it('is short and seen whatever was asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const title = cleanTitle(text)

        expect(title.length).toBeLessThanOrEqual(80)
        expect(title).not.toMatch(/[\p{Cc}\p{Surrogate}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})
