import type { CheckedReply } from './compose-abstention.ts'
import { abstentionSentence, smallTalkReply } from './own-sentences.ts'
import type { Question } from './question.ts'
import { readMarkers } from './read-markers.ts'
import { recogniseSmallTalk } from './recognise-small-talk.ts'
import { removeUnsupportedLinks } from './remove-unsupported-links.ts'
import { splitAnswer } from './split-answer.ts'
import { stripControlTokens } from './strip-control-tokens.ts'

const NO_LINKS: ReadonlySet<string> = new Set()

/** Cleans an answer that was written without evidence: it can have no sources and no links. */
export function checkDirectAnswer(text: string, question: Question, boundary: string): CheckedReply {
  const safe = removeUnsupportedLinks(stripControlTokens(text, boundary), NO_LINKS, question.language)
  const unmarked = splitAnswer(safe.trim())
    .map((segment) => (segment.kind === 'sentence' ? readMarkers(segment.text).text : segment.text))
    .join('')
  return { kind: 'answered', text: unmarked, citations: [] }
}

/** Without a model: a civil word to small talk, and an honest one to everything else. Never a made-up answer. */
export function answerWithoutModel(question: Question): CheckedReply {
  const smallTalk = recogniseSmallTalk(question.ownWords)
  if (smallTalk === undefined) {
    return { kind: 'abstained', text: abstentionSentence('no-model', question.language), citations: [] }
  }
  return { kind: 'answered', text: smallTalkReply(smallTalk, question.language), citations: [] }
}
