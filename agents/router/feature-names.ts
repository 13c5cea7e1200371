/**
 * What the decision is computed from. Every name is a claim about the message that a reader can check, and doubles as
 * a reason code. Values lie between 0 and 1; most are 0 or 1.
 */
export const FEATURE_NAMES = [
  // Form of the message
  'question-form',
  'asks-for-fact',
  'asks-what',
  'asks-yes-or-no',
  'asks-how-or-why',
  'asks-definition',
  'asks-comparison',
  'information-request',
  'polite-request',
  'bare-phrase',
  'statement',
  // Who it is about
  'first-person',
  'generic-first-person',
  'second-person',
  'generic-person',
  // What was said or happened before
  'past-talk',
  'personal-past',
  'personal-question',
  // Something to be done, or to be read from a live service
  'action-verb',
  'fetch-verb',
  'service-object',
  'own-service-object',
  'live-data',
  'near-time',
  'identifier',
  'names-a-tool',
  // What a model can do alone
  'small-talk',
  'about-the-bot',
  'entertainment',
  'writing-task',
  'advice',
  'hypothetical',
  'material-included',
  'reaction',
  'social-question',
  // Thread
  'answers-open-question',
  'refers-back',
  // Surface
  'long-message',
  'named-entity',
  'number',
] as const

export type FeatureName = (typeof FEATURE_NAMES)[number]

export type RouterFeatures = Readonly<Record<FeatureName, number>>
