import { acceptView } from '../check-view.ts'
import type { Delivery } from '../deliver/delivery.ts'
import { type OpenView, wireView } from '../views.ts'
import { objectOf, objectsOf, textOf, type WireObject } from '../wire.ts'
import { type Entered, valuesOf } from './block-actions.ts'
import { actorOf, type PeopleContext } from './people-context.ts'

/** People who fill in forms. */
export interface FillForms {
  /**
   * Sends a form, the top one of that person by default. What the app answers is done: closed, updated, pushed, cleared.
   * @param values by action; a required field must have one
   * @returns errors by block, where the app refused
   */
  submitView(about: {
    readonly user: string
    readonly view?: OpenView
    readonly values?: Readonly<Record<string, Entered>>
  }): Promise<{ readonly delivery: Delivery; readonly errors: WireObject | undefined }>
  /** Closes a form; the app hears of it where it asked to. */
  closeView(about: { readonly user: string; readonly view?: OpenView }): Promise<Delivery | undefined>
}

export function createFillForms({ state, deliver }: PeopleContext): FillForms {
  const { triggers, views } = state

  function topOf(user: string, view: OpenView | undefined): OpenView {
    const known = view ?? views.openFor(user).at(-1)
    if (known === undefined) throw new Error(`${user} has no form open.`)
    return known
  }

  function obey(answer: WireObject, open: OpenView): WireObject | undefined {
    switch (answer.response_action) {
      case 'errors': {
        const known = objectsOf(open.view.blocks).map((block) => textOf(block.block_id))
        const unknown = Object.keys(objectOf(answer.errors)).filter((block) => !known.includes(block))
        if (unknown.length > 0)
          throw new Error(`The app complains of blocks that the form has not: ${unknown.join(', ')}.`)
        return objectOf(answer.errors)
      }
      case 'update':
        views.update({ id: open.id }, acceptView(answer.view, 'modal'))
        return undefined
      case 'push':
        views.push(open.user, acceptView(answer.view, 'modal'))
        return undefined
      case 'clear':
        views.clear(open.user)
        return undefined
      default:
        views.close(open.id)
        return undefined
    }
  }

  return {
    async submitView({ user, view, values = {} }) {
      const open = topOf(user, view)
      const blocks = objectsOf(open.view.blocks)
      const entered = valuesOf(blocks, values)
      requireFields(blocks, entered)
      requireKnown(blocks, values)
      const body: WireObject = {
        type: 'view_submission',
        ...actorOf(user, state),
        trigger_id: triggers.issue(user),
        view: wireView(open, entered),
        response_urls: [],
      }
      const delivery = await deliver('interactive', body)
      const errors = delivery.isAcknowledged ? obey(objectOf(delivery.acknowledgement), open) : undefined
      return { delivery, errors }
    },
    async closeView({ user, view }) {
      const open = topOf(user, view)
      views.close(open.id)
      if (open.view.notify_on_close !== true) return undefined
      const body = { type: 'view_closed', ...actorOf(user, state), view: wireView(open), is_cleared: false }
      return deliver('interactive', body)
    },
  }
}

/** Slack's clients do not send a form whose required fields are empty. */
function requireFields(blocks: readonly WireObject[], entered: WireObject): void {
  for (const block of blocks.filter(({ type, optional }) => type === 'input' && optional !== true)) {
    const action = textOf(objectOf(block.element).action_id)
    const held = objectOf(objectOf(entered[textOf(block.block_id)])[action])
    const isEmpty = Object.entries(held).every(
      ([name, value]) =>
        name === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
    )
    if (isEmpty) throw new Error(`The field ${action} is required and empty.`)
  }
}

function requireKnown(blocks: readonly WireObject[], values: Readonly<Record<string, Entered>>): void {
  const known = blocks.flatMap(({ element, elements, accessory }) =>
    [element, accessory, ...objectsOf(elements)].map((one) => textOf(objectOf(one).action_id)),
  )
  const unknown = Object.keys(values).filter((action) => !known.includes(action))
  if (unknown.length > 0) throw new Error(`The form has no field ${unknown.join(', ')}; it has ${known.join(', ')}.`)
}
