import type { MessageBody, PlainBody } from '../../../../src/adapters/discord/render/message-body.ts'

interface Component {
  readonly type: number
  readonly content?: string
  readonly label?: string
  readonly custom_id?: string
  readonly emoji?: { readonly name: string }
  readonly components?: readonly Component[]
}

/** All components of a message, those within others too. */
export function componentsOf({ components }: MessageBody | PlainBody): Component[] {
  const list = (each: Component): Component[] => [each, ...(each.components ?? []).flatMap(list)]
  return (JSON.parse(JSON.stringify(components)) as Component[]).flatMap(list)
}

/** The texts that a laid-out message shows. */
export function textsIn(body: MessageBody): string {
  return componentsOf(body)
    .flatMap(({ content }) => (content === undefined ? [] : [content]))
    .join('\n')
}

/** Custom ids of the buttons, without what they carry. */
export function actionsIn(body: MessageBody): string[] {
  return componentsOf(body).flatMap(({ custom_id: id }) => (id === undefined ? [] : [id.replace(/:.*/, '')]))
}

/** What Discord would refuse (https://discord.com/developers/docs/components/reference); empty when it takes all. */
export function faultsOf(body: MessageBody): string[] {
  const components = componentsOf(body)
  const faults: string[] = []
  const check = (isRight: boolean, fault: string) => {
    if (!isRight) faults.push(fault)
  }
  const length = (text: string) => text.length
  check(components.length <= 40, 'components')
  for (const { type, components: inner = [], label, custom_id: id, emoji } of components) {
    if (type === 1) check(inner.length >= 1 && inner.length <= 5, 'row')
    if (type === 17) check(inner.length >= 1 && inner.length <= 10, 'container')
    if (type !== 2) continue
    check((label ?? emoji?.name ?? '') !== '' && (label ?? '').length <= 80, 'label')
    check(id !== undefined && id.length >= 1 && id.length <= 100, 'id')
  }
  const ids = components.flatMap(({ custom_id: id }) => (id === undefined ? [] : [id]))
  check(new Set(ids).size === ids.length, 'repeated ids')
  if (body.kind === 'plain') {
    check(length(body.content) >= 1 && length(body.content) <= 2000, 'content')
    check(
      components.every(({ type }) => type <= 8),
      'laid-out components in a plain message',
    )
    return faults
  }
  check(
    components.every(({ content }) => content === undefined || content.trim() !== ''),
    'empty text',
  )
  check(length(textsIn(body)) <= 4000, 'texts')
  return [...faults, ...faultsOf(body.plain).map((fault) => `plain: ${fault}`)]
}
