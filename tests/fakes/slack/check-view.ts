import { acceptBlocks } from './check-blocks.ts'
import { checkText } from './check-elements.ts'
import { isObject, SlackRefusal, textOf, type WireObject } from './wire.ts'

/** Everything that a view may weigh as JSON. */
const MOST_BYTES = 250_000

/**
 * Checks a view (https://docs.slack.dev/reference/views) and gives its blocks ids.
 * @throws SlackRefusal `invalid_arguments`, `view_too_large`
 */
export function acceptView(value: unknown, expected: 'modal' | 'home'): WireObject {
  if (!isObject(value)) throw new SlackRefusal('invalid_arguments', ['missing required field: view'])
  const problems: string[] = []
  const report = (problem: string, at: string) => problems.push(`${problem} [json-pointer:${at}]`)

  if (value.type !== expected) report(`must be of type ${expected}`, '/view/type')
  if (expected === 'modal') checkModal(value, report)
  if (textOf(value.private_metadata).length > 3000)
    report('must be less than 3001 characters', '/view/private_metadata')
  if (textOf(value.callback_id).length > 255) report('must be less than 256 characters', '/view/callback_id')
  if (problems.length > 0) throw new SlackRefusal('invalid_arguments', problems)
  if (JSON.stringify(value).length > MOST_BYTES) throw new SlackRefusal('view_too_large')
  const blocks = acceptBlocks(value.blocks, { most: 100, surface: expected, markdownCharacters: 0 })
  return { ...value, blocks }
}

function checkModal(view: WireObject, report: (problem: string, at: string) => void): void {
  for (const name of ['title', 'submit', 'close']) {
    if (view[name] === undefined && name !== 'title') continue
    checkText(view[name], { at: `/view/${name}`, report, most: 24, plain: true })
  }
  const asks = Array.isArray(view.blocks) && view.blocks.some((block) => isObject(block) && block.type === 'input')
  if (asks && view.submit === undefined) report('missing required field: submit', '/view')
}
