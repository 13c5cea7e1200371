import type { types } from '@slack/bolt'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { ACTIONS } from '../interact/action-ids.ts'

/** @param value begins with the turn id of the question; Slack takes 2,000 characters */
export function button(actionId: string, label: string, value: string, style?: 'primary' | 'danger'): types.Button {
  const text = { type: 'plain_text', text: label, emoji: false } as const
  return { type: 'button', action_id: actionId, text, value, ...(style === undefined ? {} : { style }) }
}

export function actions(...elements: types.Button[]): types.ActionsBlock {
  return { type: 'actions', elements }
}

/** https://docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element */
export function feedbackButtons(turnId: string, words: ChatWords): types.ContextActionsBlock {
  const choice = (label: string, spoken: string, value: string) => ({
    text: { type: 'plain_text', text: label, emoji: false } as const,
    accessibility_label: spoken,
    value,
  })
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: ACTIONS.feedback,
        positive_button: choice(words.helpful, words.helpfulLabel, `up:${turnId}`),
        negative_button: choice(words.notHelpful, words.notHelpfulLabel, `down:${turnId}`),
      },
    ],
  }
}
