import type { SlackPlace } from '../slack-ids.ts'

/** What a delivery from Slack says, checked and in Kiku's words. Slash commands, clicks and views are read apart. */
export type Arrival =
  | { readonly kind: 'message'; readonly message: ArrivedMessage }
  /** `version` names the edit: it is the same when Slack delivers it again. */
  | { readonly kind: 'edited'; readonly message: ArrivedMessage; readonly version: string }
  | { readonly kind: 'deleted'; readonly team: string; readonly channel: string; readonly ts: string }
  | { readonly kind: 'reaction'; readonly reaction: ArrivedReaction }
  /** The messages tab (a new conversation can begin) or the home tab of the app. */
  | { readonly kind: 'opened'; readonly tab: 'home' | 'messages'; readonly user: string; readonly channel: string }
  /** Who is in a channel, or what the channel is, has changed. */
  | { readonly kind: 'channel-changed'; readonly channel: string }
  /** The channel is gone, or Kiku is no longer in it. */
  | { readonly kind: 'channel-lost'; readonly team: string; readonly channel: string }
  /** Kiku was invited. */
  | { readonly kind: 'channel-joined'; readonly team: string; readonly channel: string; readonly inviter?: string }
  | { readonly kind: 'user-changed'; readonly user: string }
  | { readonly kind: 'file-deleted'; readonly file: string }
  /** Somebody pressed Slack's own stop button in a conversation of the agent view. */
  | {
      readonly kind: 'stopped'
      readonly team: string
      readonly channel: string
      readonly threadTs: string
      readonly user: string
    }
  /** The app was removed from the workspace, or its tokens were. */
  | { readonly kind: 'uninstalled' }
  | { readonly kind: 'ignored'; readonly reason: string }

/** A message that a person wrote. Those of bots, Kiku itself and Slack are `ignored` before. */
export interface ArrivedMessage extends SlackPlace {
  readonly ts: string
  readonly user: string
  /** The author's workspace. */
  readonly userTeam: string
  /** As written, `<@U…>` and all; Kiku's own mention taken away. */
  readonly text: string
  /** Whether it names Kiku. */
  readonly isMention: boolean
  /** Whether it names somebody else. */
  readonly mentionsOthers: boolean
  /** Whether it stands in a one-to-one conversation with Kiku. */
  readonly isDirect: boolean
  readonly files: readonly ArrivedFile[]
}

export interface ArrivedFile {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  /** Needs the bot's token. Only addresses on Slack's own hosts are read. */
  readonly url: string
}

export interface ArrivedReaction {
  readonly team: string
  readonly channel: string
  /** The message that was reacted to. */
  readonly ts: string
  readonly user: string
  readonly userTeam: string
  /** Without colons, skin tone taken away. */
  readonly name: string
  readonly isAdded: boolean
}
