import { describe, expect, it } from 'vitest'
import { createInOrder, releaseAfterFirst } from '../../../src/adapters/common/chat/in-order.ts'
import { ReplyStopped } from '../../../src/adapters/common/chat/reply-end.ts'
import { createRunningAnswers } from '../../../src/adapters/common/chat/running-answers.ts'
import { askedBefore } from '../../../src/adapters/slack/flow/pending-question.ts'
import { Interruption } from '../../../src/domain/interruption.ts'
import { message } from '../../fakes/conversation-fixtures.ts'

const asker = { team: 'T1', user: 'U1' }
type Asking = typeof about
const about = { turnId: 'turn-1', threadId: 'thread-1', asker, isDirect: false }

describe('answers in the making', () => {
  it('are one to a question, and another can begin when it has ended', async () => {
    const running = createRunningAnswers<Asking>()
    const first = running.begin(about)

    expect(running.begin(about)).toBeUndefined()
    const next = running.takeOver(about)
    expect(running.find('turn-1')).toBe(about)
    first?.end()

    expect(await next).toBeDefined()
  })

  it('are begun by the last one that waits for the same question', async () => {
    const running = createRunningAnswers<Asking>()
    const first = running.begin(about)
    const older = running.takeOver({ ...about })
    const newer = running.takeOver({ ...about })

    first?.end()

    expect(await older).toBeUndefined()
    expect(await newer).toBeDefined()
  })

  it('do not begin when the question that they wait for is stopped', async () => {
    const running = createRunningAnswers<Asking>()
    const first = running.begin(about)
    const next = running.takeOver({ ...about })

    expect(running.stop('turn-1', 'deleted')).toBe(true)
    first?.end()

    expect(await next).toBeUndefined()
  })

  it('are stopped with the reason, and only the ones that are meant', () => {
    const running = createRunningAnswers<Asking>()
    const mine = running.begin(about)
    const theirs = running.begin({ ...about, turnId: 'turn-2', asker: { team: 'T1', user: 'U2' } })

    running.stopWhere(({ asker: { user } }) => user === 'U1', 'stopped')

    expect(mine?.signal.reason).toBeInstanceOf(ReplyStopped)
    expect(theirs?.signal.aborted).toBe(false)
    expect(running.stop('turn-2', 'deleted')).toBe(true)
    expect(theirs?.signal.reason).toMatchObject({ why: 'deleted' })
    expect(running.stop('turn-3', 'stopped')).toBe(false)
  })

  it('are interrupted when the process ends, and waited for', async () => {
    const running = createRunningAnswers<Asking>()
    const run = running.begin(about)

    running.interruptAll()
    const idle = running.idle()
    run?.end()
    await idle

    expect(run?.signal.reason).toBeInstanceOf(Interruption)
    expect(running.begin(about)?.signal.reason).toBeInstanceOf(Interruption)
  })

  it('cannot be stopped once the reply stands, but are waited for', async () => {
    const running = createRunningAnswers<Asking>()
    const run = running.begin(about)

    run?.complete()
    const hasStopped = running.stop('turn-1', 'edited')
    let isIdle = false
    const idle = running.idle().then(() => {
      isIdle = true
    })
    await Promise.resolve()
    const wasIdle = isIdle
    run?.end()
    await idle

    expect(hasStopped).toBe(false)
    expect(running.find('turn-1')).toBeUndefined()
    expect(wasIdle).toBe(false)
  })
})

describe('the questions of a thread', () => {
  it('are prepared one after the other, those of other threads beside them', async () => {
    const inOrder = createInOrder()
    const order: string[] = []
    const first = await inOrder.enter('a')
    const second = inOrder.enter('a').then((leave) => {
      order.push('second')
      leave()
    })
    const third = inOrder.enter('a').then((leave) => {
      order.push('third')
      leave()
    })
    const other = await inOrder.enter('b')
    other()
    order.push('other')

    first()
    first()
    await Promise.all([second, third])

    expect(order).toEqual(['other', 'second', 'third'])
  })

  it('let the next one go once their own place is certain', async () => {
    const order: string[] = []
    async function* events() {
      yield 1
      order.push('asked for the second')
      yield 2
    }

    for await (const event of releaseAfterFirst(events(), () => order.push('released'))) order.push(`event ${event}`)

    expect(order).toEqual(['event 1', 'released', 'asked for the second', 'event 2', 'released', 'released'])
  })
})

describe('a question that an earlier process left', () => {
  it('is known again by its ids: where it stands, who asked, after what its reply comes', () => {
    const thread = { ...message('x').thread, id: 'slack:T1:C1:1700000000.000100' }
    const left = message('x', { id: '1700000000.000200', thread, author: { id: 'slack:T2:U5' } })

    expect(askedBefore(left)).toMatchObject({
      place: { team: 'T1', channel: 'C1', threadTs: '1700000000.000100' },
      asker: { team: 'T2', user: 'U5' },
      ts: '1700000000.000200',
      isDirect: false,
      isResumed: true,
    })
    const again = { ...left, id: '1700000000.000200~1700000009.000100', repeats: '1700000000.000200' }
    expect(askedBefore(again)?.ts).toBe('1700000009.000100')
    const edited = { ...left, id: '1700000000.000200~edit-ab12', repeats: '1700000000.000200' }
    expect(askedBefore(edited)?.ts).toBe('1700000000.000200')
    expect(askedBefore(message('y'))).toBeUndefined()
  })
})
