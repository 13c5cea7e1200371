import { APP, newId } from './envelopes.ts'
import { SlackRefusal, textOf, type WireObject } from './wire.ts'
import { BOT, TEAM } from './world.ts'

/** A form that somebody looks at, or their home tab. */
export interface OpenView {
  readonly id: string
  readonly user: string
  readonly view: WireObject
  readonly hash: string
  /** The view beneath it, which shows again when it is closed. */
  readonly previous: string | undefined
}

export interface Views {
  /** A person's forms, the one on top last. */
  openFor(user: string): readonly OpenView[]
  homeOf(user: string): OpenView | undefined
  find(id: string): OpenView | undefined
  open(user: string, view: WireObject): OpenView
  push(user: string, view: WireObject): OpenView
  /** @throws SlackRefusal `not_found`, `hash_conflict` */
  update(
    which: { readonly id?: unknown; readonly externalId?: unknown; readonly hash?: unknown },
    view: WireObject,
  ): OpenView
  publish(user: string, view: WireObject, hash: unknown): OpenView
  close(id: string): void
  clear(user: string): void
}

/** Forms on top of one another. */
const MOST_STACKED = 3

export function createViews(): Views {
  const stacks = new Map<string, OpenView[]>()
  const homes = new Map<string, OpenView>()
  const all = () => [...[...stacks.values()].flat(), ...homes.values()]
  const find = (id: string) => all().find((open) => open.id === id)
  const place = (user: string, view: WireObject, previous?: string): OpenView => ({
    id: newId('V'),
    user,
    view,
    hash: newId('h.'),
    previous,
  })

  return {
    openFor: (user) => stacks.get(user) ?? [],
    homeOf: (user) => homes.get(user),
    find,
    open(user, view) {
      const opened = place(user, view)
      stacks.set(user, [opened])
      return opened
    },
    push(user, view) {
      const stack = stacks.get(user) ?? []
      if (stack.length >= MOST_STACKED) throw new SlackRefusal('push_limit_reached')
      const opened = place(user, view, stack.at(-1)?.id)
      stacks.set(user, [...stack, opened])
      return opened
    },
    update({ id, externalId, hash }, view) {
      const known = all().find((open) =>
        textOf(id) === '' ? textOf(open.view.external_id) === textOf(externalId) : open.id === id,
      )
      if (known === undefined) throw new SlackRefusal('not_found')
      if (textOf(hash) !== '' && hash !== known.hash) throw new SlackRefusal('hash_conflict')
      const updated = { ...known, view, hash: newId('h.') }
      const stack = stacks.get(known.user) ?? []
      stacks.set(
        known.user,
        stack.map((open) => (open.id === known.id ? updated : open)),
      )
      return updated
    },
    publish(user, view, hash) {
      const known = homes.get(user)
      if (textOf(hash) !== '' && known !== undefined && hash !== known.hash) throw new SlackRefusal('hash_conflict')
      const published = { ...place(user, view), ...(known === undefined ? {} : { id: known.id }) }
      homes.set(user, published)
      return published
    },
    close(id) {
      for (const [user, stack] of stacks) {
        stacks.set(
          user,
          stack.filter((open) => open.id !== id),
        )
      }
    },
    clear: (user) => void stacks.delete(user),
  }
}

/** A view as methods and payloads carry it. @param values what was entered, by block and action */
export function wireView(open: OpenView, values: WireObject = {}): WireObject {
  return {
    title: null,
    close: null,
    submit: null,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...open.view,
    id: open.id,
    team_id: TEAM,
    state: { values },
    hash: open.hash,
    root_view_id: open.previous ?? open.id,
    previous_view_id: open.previous ?? null,
    app_id: APP,
    app_installed_team_id: TEAM,
    bot_id: BOT,
  }
}
