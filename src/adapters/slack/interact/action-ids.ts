/** The `action_id`s and `callback_id`s of Kiku's buttons, menus and forms. Values carry the turn id of the question. */
export const ACTIONS = {
  /** `feedback_buttons`; the value is `up:<turn id>` or `down:<turn id>`. */
  feedback: 'kiku_feedback',
  stop: 'kiku_stop',
  searchAnyway: 'kiku_search_anyway',
  tryAgain: 'kiku_try_again',
  why: 'kiku_why',
  /** Decide about a call that waits; the value is `<turn id>:<call id>`. */
  approve: 'kiku_approve',
  decline: 'kiku_decline',
  /** Posts an answer that only the asker sees into the channel. */
  share: 'kiku_share',
  /** Answers privately with what only the asker may read. */
  showPrivately: 'kiku_show_privately',
  /** The value is the channel; without one, the channel in which it was clicked. */
  openSettings: 'kiku_open_settings',
  /** Confirmed forgetting; the value is `me`, `thread:<thread id>` or `channel:<channel>`. */
  forget: 'kiku_forget',
  /** The language menu of the App Home; the value is `auto`, `en` or `ja`. */
  language: 'kiku_language',
} as const

export const CALLBACKS = {
  askAbout: 'kiku_ask_about',
  summariseThread: 'kiku_summarise_thread',
  forgetThread: 'kiku_forget_thread',
  feedbackReason: 'kiku_feedback_reason',
  settings: 'kiku_settings',
  askAboutForm: 'kiku_ask_about_form',
} as const

/** The value of a button that decides about a call. */
export function callValue(turnId: string, callId: string): string {
  return `${turnId}:${callId}`
}

export function parseCallValue(value: string): { readonly turnId: string; readonly callId: string } {
  const at = value.lastIndexOf(':')
  return { turnId: value.slice(0, Math.max(0, at)), callId: value.slice(at + 1) }
}
