import { describe, expect, it } from 'vitest'
import { serveInteraction } from '../../../../src/adapters/discord/interact/serve-interaction.ts'
import { click, ELSEWHERE, form } from './arrivals.ts'
import { asked, DIRECT_TURN, IN_THREAD, PRIVATE, TURN } from './asked-before.ts'
import { createScriptedDesk } from './scripted-desk.ts'
import { BOB, CHANNEL, GUILD, OTHER_CHANNEL, PRIVATE_THREAD, QUESTION, THREAD } from './world-ids.ts'

describe('thumbs', () => {
  it('thanks for a thumb up, beside the answer', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-up:${TURN}`, { user: BOB, locale: 'ja' }), desk)

    expect(seen.feedback).toMatchObject([{ turnId: TURN, authorId: `discord:${BOB}`, verdict: 'up' }])
    expect(responses).toMatchObject([
      { way: 'deferUpdate' },
      { way: 'followUp', kind: 'ephemeral', text: 'ありがとうございます。参考になります。' },
    ])
  })

  it('counts a thumb down at once, and asks why', async () => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-down:${TURN}`), desk)

    expect(seen.feedback).toMatchObject([{ turnId: TURN, verdict: 'down' }])
    expect(responses).toMatchObject([
      { way: 'openForm', form: { custom_id: `kiku-reason:${TURN}`, title: 'What was wrong?' } },
    ])
  })

  it('counts it even when the form cannot be opened', async () => {
    const { desk, seen } = createScriptedDesk({ ...asked, responseRefusals: { openForm: 10062 } })

    await serveInteraction(click(`kiku-down:${TURN}`), desk)

    expect(seen.feedback).toMatchObject([{ verdict: 'down' }])
  })

  it.each([
    [
      { reasons: ['outdated', 'wrong', 'nonsense'], text: ' It is 2026. ' },
      'wrong, outdated: It is 2026.',
      'helps to make',
    ],
    [{ reasons: [], text: '規程が変わりました' }, '規程が変わりました', 'helps to make'],
    [{ reasons: 'source' }, 'source', 'helps to make'],
    [{}, undefined, 'noted'],
  ])('adds the reason (%j)', async (fields, reason, said) => {
    const { desk, seen, responses } = createScriptedDesk(asked)

    await serveInteraction(form(`kiku-reason:${TURN}`, fields), desk)

    expect(seen.feedback.map((feedback) => feedback.reason)).toEqual(reason === undefined ? [] : [reason])
    expect(responses.at(-1)?.text).toContain(said)
  })

  it.each([
    ['of another channel', `discord:${GUILD}:${OTHER_CHANNEL}:${QUESTION}`],
    ['of another server', `discord:900000000000000002:${CHANNEL}:${QUESTION}`],
    ['of a private thread of the channel', IN_THREAD],
    ['of somebody’s direct message', DIRECT_TURN],
    ['of somebody else alone', PRIVATE],
    ['that is forgotten', `discord:${GUILD}:${CHANNEL}:123`],
    ['that is none', 'slack:T1:C1:1.2'],
  ])('does not find a question %s', async (_which, turnId) => {
    for (const action of [
      'kiku-up',
      'kiku-down',
      'kiku-why',
      'kiku-sources',
      'kiku-again',
      'kiku-search',
      'kiku-private',
    ]) {
      const { desk, seen, responses } = createScriptedDesk(asked)

      await serveInteraction(click(`${action}:${turnId}`, { user: BOB, isEphemeral: true }), desk)

      expect(seen.feedback).toEqual([])
      expect(seen.asked).toEqual([])
      expect(responses.at(-1)?.text).toContain('no longer have that question')
    }
  })

  it('finds a question of a channel in its threads, and of a private thread there', async () => {
    const inThread = createScriptedDesk(asked)
    const inPrivate = createScriptedDesk(asked)

    await serveInteraction(click(`kiku-up:${TURN}`, { where: { channelId: THREAD } }), inThread.desk)
    await serveInteraction(click(`kiku-up:${IN_THREAD}`, { where: { channelId: PRIVATE_THREAD } }), inPrivate.desk)

    expect(inThread.seen.feedback).toHaveLength(1)
    expect(inPrivate.seen.feedback).toHaveLength(1)
  })

  it('knows a place that it is not in by its id alone', async () => {
    const { desk, seen } = createScriptedDesk({ ...asked, channels: [] })

    await serveInteraction(click(`kiku-up:${TURN}`, { where: ELSEWHERE }), desk)

    expect(seen.feedback).toHaveLength(1)
  })
})
