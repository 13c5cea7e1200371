import type { TestContext } from 'vitest'
import { describe, expect, it } from 'vitest'
import { createInteractionApi } from '../../../../src/adapters/discord/api/create-interaction-api.ts'
import type { MessageBody } from '../../../../src/adapters/discord/render/message-body.ts'
import { ok, openRest, refused, type Step } from './scripted-rest.ts'

const APP = '100000000000000001'
const never = new AbortController().signal
const NOBODY = { parse: [], replied_user: false }
const plain = { kind: 'plain', content: '答え', components: [] } as const
const laidOut: MessageBody = { kind: 'laid-out', components: [{ type: 10, content: '答え' }], plain }

async function open(context: TestContext, steps: readonly Step[]) {
  const rest = await openRest(context, steps)
  const { api, clock } = rest
  const interactions = createInteractionApi({ api, clock, identity: { applicationId: APP } })
  return { ...rest, interactions, ref: { id: '500000000000000001', token: 'T', at: clock.now() } }
}

describe('the first response to an interaction', () => {
  it.concurrent('defers, for all or for the asker alone', async (context) => {
    const { interactions, ref, seen } = await open(context, [{ status: 204 }, { status: 204 }])

    await interactions.defer(ref, 'public', never)
    await interactions.defer(ref, 'ephemeral', never)

    expect(seen.map(({ path }) => path)).toEqual(Array(2).fill(`/interactions/${ref.id}/T/callback`))
    expect(seen.map(({ body }) => body)).toEqual([
      { type: 5, data: { flags: 0 } },
      { type: 5, data: { flags: 64 } },
    ])
    expect(seen[0]?.authorization).toBeUndefined()
  })

  it.concurrent('is given again after a broken connection, and counts when Discord has it already', async (context) => {
    const { interactions, ref, seen } = await open(context, ['drop', refused(400, 40060)])

    await interactions.defer(ref, 'public', never)

    expect(seen).toHaveLength(2)
  })

  it.concurrent('is refused when it came too late', async (context) => {
    const { interactions, ref } = await open(context, [refused(404, 10062)])

    await expect(interactions.deferUpdate(ref, never)).rejects.toMatchObject({ details: { error: 10062 } })
  })

  it.concurrent('is given although the clock of this machine is ahead', async (context) => {
    const { interactions, ref, advance } = await open(context, [{ status: 204 }])
    advance(60_000)

    await interactions.suggest(ref, [{ name: 'よくある質問', value: '1' }], never)
  })

  it.concurrent('is plain where Discord refuses the layout', async (context) => {
    const { interactions, ref, seen } = await open(context, [refused(400, 50035), { status: 204 }])

    await interactions.reply(ref, laidOut, 'ephemeral', never)

    expect(seen.map(({ body }) => body)).toEqual([
      { type: 4, data: { components: laidOut.components, flags: 32_768 + 64, allowed_mentions: NOBODY } },
      { type: 4, data: { content: '答え', components: [], flags: 4 + 64, allowed_mentions: NOBODY } },
    ])
  })
})

describe('what follows the first response', () => {
  it.concurrent('is edited, followed up and deleted with the token of the interaction', async (context) => {
    const { interactions, ref, seen } = await open(context, [
      ok({ id: '1' }),
      ok({ id: '2' }),
      ok({ id: '2' }),
      { status: 204 },
      { status: 204 },
    ])

    const original = await interactions.editOriginal(ref, laidOut, never)
    const next = await interactions.followUp(ref, plain, 'ephemeral', never)
    await interactions.editFollowUp(ref, next, plain, never)
    await interactions.deleteFollowUp(ref, next, never)
    await interactions.deleteOriginal(ref, never)

    const hook = `/webhooks/${APP}/T`
    expect([original, next]).toEqual(['1', '2'])
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PATCH ${hook}/messages/@original`,
      `POST ${hook}`,
      `PATCH ${hook}/messages/2`,
      `DELETE ${hook}/messages/2`,
      `DELETE ${hook}/messages/@original`,
    ])
    expect(seen[0]?.body).toMatchObject({ content: null, embeds: [], flags: 32_768 })
    expect(seen[1]?.body).toMatchObject({ content: '答え', flags: 4 + 64 })
    expect(seen[2]?.body).toMatchObject({ content: '答え', components: [], embeds: [], flags: 4 })
  })

  it.concurrent('is refused without asking Discord when the token has expired', async (context) => {
    const { interactions, ref, seen, advance } = await open(context, [])
    advance(15 * 60_000)

    const failing = interactions.editOriginal(ref, plain, never)

    await expect(failing).rejects.toMatchObject({ code: 'surface-refused', details: { error: 50027 } })
    expect(seen).toEqual([])
  })
})
