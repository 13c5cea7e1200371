import { ACTIONS, parseCustomId } from './action-ids.ts'
import { changeConfig } from './config/change-config.ts'
import { decideCall } from './handlers/decide-call.ts'
import { explainAnswer } from './handlers/explain-answer.ts'
import { handleForgetClick } from './handlers/forget-memory.ts'
import { giveHelpful, giveNotHelpful } from './handlers/give-feedback.ts'
import { repeatAnswer } from './handlers/repeat-answer.ts'
import { showPrivately } from './handlers/show-privately.ts'
import { showSources } from './handlers/show-sources.ts'
import { stopAnswer } from './handlers/stop-answer.ts'
import { turnPage } from './handlers/turn-page.ts'
import type { ClickData, Interaction } from './interaction.ts'
import { plainBody } from './parts/message-parts.ts'

/** A click on a button or a choice from a menu. Most carry the turn id of the question that they are about. */
export async function handleClick(click: ClickData, interaction: Interaction): Promise<void> {
  const { action, rest } = parseCustomId(click.customId)
  switch (action) {
    case ACTIONS.helpful:
      return await giveHelpful(rest, interaction)
    case ACTIONS.notHelpful:
      return await giveNotHelpful(rest, interaction)
    case ACTIONS.stop:
      return await stopAnswer(rest, interaction)
    case ACTIONS.searchAnyway:
      return await repeatAnswer({ turnId: rest, search: 'always', click }, interaction)
    case ACTIONS.tryAgain:
      return await repeatAnswer({ turnId: rest, search: 'auto', click }, interaction)
    case ACTIONS.approve:
      return await decideCall({ rest, isApproved: true, click }, interaction)
    case ACTIONS.decline:
      return await decideCall({ rest, isApproved: false, click }, interaction)
    case ACTIONS.sources:
      return await showSources(rest, interaction)
    case ACTIONS.why:
      return await explainAnswer(rest, interaction)
    case ACTIONS.showPrivately:
      return await showPrivately(rest, click, interaction)
    case ACTIONS.forget:
      return await handleForgetClick(rest, click, interaction)
    case ACTIONS.page:
      return await turnPage(rest, interaction)
    case ACTIONS.config:
      return await changeConfig(rest, click, interaction)
    default:
      return await interaction.respond.say(plainBody(interaction.words.stale.button), interaction.signal)
  }
}
