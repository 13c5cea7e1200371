import { expect } from 'vitest'
import type { Choice, InteractionApi } from '../../../../src/adapters/discord/api/interaction-api.ts'
import { layOut, toWireBody } from '../../../../src/adapters/discord/api/to-wire-body.ts'
import type { MessageBody } from '../../../../src/adapters/discord/render/message-body.ts'
import { KikuError } from '../../../../src/domain/errors.ts'
import { checkMessageBody } from '../../../fakes/discord/messages/check-message.ts'
import { checkModal } from '../../../fakes/discord/routes/check-modal.ts'

/** One thing that was said to an interaction. */
export interface Said {
  readonly way: keyof InteractionApi
  readonly kind?: 'public' | 'ephemeral'
  /** All that can be read, laid-out texts included. */
  readonly text?: string
  readonly body?: MessageBody
  readonly form?: unknown
  readonly choices?: readonly Choice[]
}

/** Discord's side of one interaction: one first response, everything else after it, and nothing that it would refuse. */
export function createScriptedResponses(refusals: () => Readonly<Record<string, number>>) {
  const seen: Said[] = []
  let first: string | undefined
  const note = (said: Said) => {
    const refusal = refusals()[said.way]
    seen.push(said)
    if (refusal !== undefined) throw refused(refusal)
  }
  const open = (said: Said) => {
    if (first !== undefined) throw new Error(`${said.way} came after ${first}: there is one first response.`)
    first = said.way
    note(said)
  }
  const follow = (said: Said) => {
    if (first === undefined) throw new Error(`${said.way} came before any response.`)
    note(said)
  }
  const show = (body: MessageBody) => {
    checkMessageBody({ ...toWireBody(body) }, [])
    // What is shown where Discord refuses the layout must do, too.
    if (body.kind === 'laid-out') {
      checkMessageBody({ ...toWireBody(body.plain) }, [])
      checkMessageBody({ ...toWireBody(layOut(body.plain)) }, [])
    }
    return { body, text: readText(body) }
  }
  const api: InteractionApi = {
    defer: async (_ref, kind) => open({ way: 'defer', kind }),
    deferUpdate: async () => open({ way: 'deferUpdate' }),
    reply: async (_ref, body, kind) => open({ way: 'reply', kind, ...show(body) }),
    update: async (_ref, body) => open({ way: 'update', ...show(body) }),
    async openForm(_ref, form) {
      checkModal({ ...form })
      open({ way: 'openForm', form })
    },
    async suggest(_ref, choices) {
      expect(choices.length).toBeLessThanOrEqual(25)
      for (const { name, value } of choices) {
        expect(name.length).toBeGreaterThan(0)
        expect(Math.max(name.length, value.length)).toBeLessThanOrEqual(100)
      }
      open({ way: 'suggest', choices })
    },
    async editOriginal(_ref, body) {
      follow({ way: 'editOriginal', ...show(body) })
      return '1'
    },
    deleteOriginal: async () => follow({ way: 'deleteOriginal' }),
    async followUp(_ref, body, kind) {
      follow({ way: 'followUp', kind, ...show(body) })
      return '2'
    },
    editFollowUp: () => Promise.reject(new Error('editFollowUp was called, which this test does not script.')),
    deleteFollowUp: () => Promise.reject(new Error('deleteFollowUp was called, which this test does not script.')),
  }
  return { api, seen }
}

export function refused(error: number): KikuError {
  return new KikuError('surface-refused', 'Discord refused.', { details: { route: '/somewhere/:id', error } })
}

function readText(body: MessageBody): string {
  if (body.kind === 'plain') return body.content
  return [...JSON.stringify(body.components).matchAll(/"content":("(?:[^"\\]|\\.)*")/g)]
    .map(([, text = '""']) => String(JSON.parse(text)))
    .join('\n')
}

/** The ids of the buttons and menus of what was said last. */
export function customIds(said: readonly Said[]): string[] {
  return [...JSON.stringify(said.at(-1)?.body ?? {}).matchAll(/"custom_id":"([^"]+)"/g)].map(([, id = '']) => id)
}
