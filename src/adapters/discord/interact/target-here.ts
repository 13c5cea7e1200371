import type { ReplyTarget } from '../reply/replier.ts'
import type { Interaction } from './interaction.ts'

/** The reply to a command or click that was deferred. @param isEphemeral as it was deferred */
export function targetHere(
  isEphemeral: boolean,
  { desk, ref, where }: Interaction,
): ReplyTarget & { readonly kind: 'interaction' } {
  const { channelId } = where
  return { kind: 'interaction', ref, channelId, isEphemeral, canPost: canPost(isEphemeral, { desk, where }) }
}

/** Whether a message of Kiku's own is seen by those only who were to see the reply. */
function canPost(isEphemeral: boolean, { desk, where }: Pick<Interaction, 'desk' | 'where'>): boolean {
  switch (where.context) {
    case 'elsewhere':
      return false
    case 'direct':
      return true
    case 'guild':
      return !isEphemeral && desk.directory.missingPermissions(where.channelId, 'answer').length === 0
  }
}
