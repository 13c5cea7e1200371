import { ComponentType } from 'discord.js'
import type { Turn } from '../../../../domain/thread.ts'
import { cleanLine } from '../../../common/chat/clean-text.ts'
import { describeAge } from '../../../common/chat/describe-age.ts'
import { authorIdOf, parseThreadId } from '../../discord-ids.ts'
import type { MessageBody } from '../../render/message-body.ts'
import { ACTIONS, customId } from '../action-ids.ts'
import type { Interaction } from '../interaction.ts'
import { plainBody, row } from '../parts/message-parts.ts'

/** Discord's limits of a menu. */
const MOST_CONVERSATIONS = 25
const LABEL_CHARACTERS = 100
/** Questions looked through for conversations of this channel. */
const QUESTIONS_READ = 100

/** What the menu of conversations carries. */
export const PICK = 'pick'

/** A menu of the last conversations of a channel in which the person asked something. */
export async function offerConversations(channel: string, interaction: Interaction): Promise<MessageBody> {
  const { desk, person, where, locale, words } = interaction
  const recent = await desk.host.records.listRecent(authorIdOf(person.id), QUESTIONS_READ)
  const here = recent
    .map(({ question }) => question)
    .filter(({ threadId }) => {
      const place = parseThreadId(threadId)
      return place?.guild === where.guild && place.channel === channel
    })
  const firsts = firstOfEach(here).slice(0, MOST_CONVERSATIONS)
  if (firsts.length === 0) return plainBody(words.forget.noConversation)
  const options = firsts.map(({ threadId, text, createdAt }) => ({
    label: cleanLine(text, LABEL_CHARACTERS) || '…',
    value: threadId,
    description: describeAge(desk.clock.now() - createdAt, locale),
  }))
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: customId(ACTIONS.forget, PICK),
    placeholder: words.forget.pickPlaceholder,
    options,
  }
  return plainBody(words.forget.pick, row(menu))
}

/** The first question of each conversation, the latest begun first. @param questions newest first */
function firstOfEach(questions: readonly Turn[]): Turn[] {
  const firsts = new Map(questions.map((question) => [question.threadId, question]))
  return [...firsts.values()].sort((one, other) => other.createdAt - one.createdAt)
}
