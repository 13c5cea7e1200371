import type { APIMessageTopLevelComponent } from 'discord.js'

/**
 * What stands in one message. Embeds of links are always suppressed, and nobody is pinged.
 * `plain`: text of at most 2,000 characters with rows of buttons.
 * `laid-out`: Components V2 (https://discord.com/developers/docs/components/reference), at most 40 components and 4,000
 * characters; where Discord refuses it, `plain` is shown instead. A message can't change from laid-out to plain.
 */
export type MessageBody = PlainBody | LaidOutBody

export interface PlainBody {
  readonly kind: 'plain'
  readonly content: string
  readonly components: readonly APIMessageTopLevelComponent[]
}

export interface LaidOutBody {
  readonly kind: 'laid-out'
  readonly components: readonly APIMessageTopLevelComponent[]
  readonly plain: PlainBody
}
