import type { Question } from '../../src/answer/question.ts'
import { dominantScript } from '../../src/domain/language/scripts.ts'
import type { CueLexicon } from './cues.ts'
import { ENGLISH_CUES } from './english-cues.ts'
import type { RouterFeatures } from './feature-names.ts'
import { JAPANESE_CUES } from './japanese-cues.ts'

/** The part of a question that the features look at. */
export type RoutedMessage = Pick<Question, 'text' | 'original' | 'ownWords' | 'turns'>

/**
 * Reads the features of one message. Form and intent come from the message as written, since a rewriting step may have
 * turned a remark into a question; what it is about comes from the standalone text.
 */
export function extractFeatures(message: RoutedMessage): RouterFeatures {
  const text = clip(message.ownWords.trim() === '' ? message.text : message.ownWords)
  const japanese = dominantScript(text) === 'japanese'
  const cues = japanese ? JAPANESE_CUES : ENGLISH_CUES
  const core = text.replace(cues.shell, ' ')
  // English tools are asked for with the same politeness as facts; Japanese keeps the two apart.
  const form = readForm(text, japanese ? core : text, cues, japanese)
  const about = readSubject(text, core, cues, form)
  const words = japanese ? text.length / 2 : text.split(/\s+/).length
  return {
    'question-form': claim(form.question),
    'asks-for-fact': claim(form.question && cues.fact.test(text)),
    'asks-what': claim(form.question && cues.what.test(text)),
    'asks-yes-or-no': claim(form.question && cues.yesNo.test(core) && !cues.fact.test(text) && !cues.what.test(text)),
    'asks-how-or-why': claim(cues.howWhy.test(text)),
    'asks-definition': claim(cues.definition.test(text)),
    'asks-comparison': claim(form.question && cues.comparison.test(text)),
    'information-request': claim(cues.informationRequest.test(text)),
    'polite-request': claim(form.request),
    'bare-phrase': claim(form.barePhrase),
    statement: claim(form.statement),
    'first-person': claim(about.firstPerson),
    'generic-first-person': claim(about.generic),
    // Japanese leaves the pronoun out where it is clear who is asked.
    'second-person': claim(cues.secondPerson.test(core) || (japanese && about.bot)),
    'generic-person': claim(cues.genericPerson.test(core)),
    'past-talk': claim(about.pastTalk),
    'personal-past': claim(about.personalPast),
    'personal-question': claim(about.personal),
    'action-verb': claim(form.action),
    'fetch-verb': claim(cues.fetch.test(text)),
    'service-object': claim(about.service),
    'own-service-object': claim(about.service && about.firstPerson),
    'live-data': claim(!form.remark && cues.liveData.test(text)),
    'near-time': claim(!form.remark && cues.nearTime.test(text)),
    identifier: claim(IDENTIFIER.test(text)),
    'names-a-tool': claim(cues.tool.test(text)),
    'small-talk': claim(cues.smallTalk.test(text) || isSmallTalk(text)),
    'about-the-bot': claim(about.bot),
    entertainment: claim(cues.entertainment.test(text)),
    'writing-task': claim(cues.writingTask.test(text)),
    advice: claim(cues.advice.test(text)),
    hypothetical: claim(cues.hypothetical.test(core)),
    'material-included': claim(MATERIAL.test(text) || message.ownWords !== message.original),
    reaction: claim(cues.reaction.test(text) && (japanese || !form.question)),
    'social-question': claim(form.question && cues.socialQuestion.test(core) && !about.pastTalk),
    'answers-open-question': claim(!form.question && endsWithQuestion(message.turns)),
    'refers-back': claim(message.turns.length > 0 && form.question && cues.backReference.test(text)),
    'long-message': Math.min(1, Math.max(0, words - 20) / 60),
    'named-entity': Math.min(3, text.match(cues.namedEntity)?.length ?? 0) / 3,
    number: claim(/\d/.test(text)),
  }
}

/** Whether the whole message is a greeting, thanks, a farewell, agreement, or nothing but symbols. */
export function isSmallTalk(text: string): boolean {
  const short = text.normalize('NFKC').trim()
  if (short.length > 80) return false
  if (!/[\p{L}\p{N}]/u.test(short)) return !/[?]/.test(short)
  return ENGLISH_CUES.smallTalkOnly.test(short) || JAPANESE_CUES.smallTalkOnly.test(short)
}

interface Form {
  readonly question: boolean
  readonly request: boolean
  readonly statement: boolean
  /** Tells or exclaims something and wants nothing. */
  readonly remark: boolean
  readonly action: boolean
  readonly barePhrase: boolean
}

function readForm(text: string, wish: string, cues: CueLexicon, japanese: boolean): Form {
  const question = cues.question.test(text)
  const action = cues.action.test(text) || cues.arithmetic.test(text)
  const request = cues.politeRequest.test(wish)
  const wants =
    question ||
    action ||
    request ||
    cues.fetch.test(text) ||
    cues.definition.test(text) ||
    cues.informationRequest.test(text) ||
    cues.writingTask.test(text)
  const statement = !wants && cues.statement.test(text)
  const remark = statement || (!question && !action && cues.reaction.test(text))
  const barePhrase = !wants && !remark && (!japanese || ENDS_IN_NOUN.test(text))
  return { question, request, statement, remark, action, barePhrase }
}

// A Japanese sentence ends in kana; what ends otherwise is a name or a heading.
const ENDS_IN_NOUN = /[一-龠々ァ-ヶーA-Za-z0-9][。.\s]*$/

interface Subject {
  readonly firstPerson: boolean
  readonly generic: boolean
  readonly pastTalk: boolean
  readonly personalPast: boolean
  readonly personal: boolean
  readonly service: boolean
  /** Who or what Kiku is. */
  readonly bot: boolean
}

function readSubject(text: string, core: string, cues: CueLexicon, form: Form): Subject {
  const generic = form.question && cues.genericFirstPerson.test(text)
  // Reporting what was said is no wish to have it looked up; asking for it is. Who asks about earlier talk took part
  // in it, also where the language leaves the pronoun out.
  const pastTalk = !form.statement && cues.pastTalk.test(text)
  const firstPerson = pastTalk || cues.firstPerson.test(core)
  const object = cues.serviceObject.test(text) || (firstPerson && cues.accountObject.test(text))
  return {
    firstPerson,
    generic,
    pastTalk,
    personalPast: pastTalk || (form.question && cues.personalPast.test(text)),
    personal: pastTalk || (form.question && !generic && !form.action && cues.personal.test(core)),
    service: !form.remark && object,
    bot: !pastTalk && cues.aboutBot.test(text),
  }
}

const IDENTIFIER =
  /https?:\/\/|www\.|\b[\w.+-]+@[\w-]+\.\w+|\b[a-z0-9-]+\.(?:com|org|net|io|jp)\b|(?:^|\s)\/[\w./-]{3,}|\b(?=\w*\d)(?=\w*[A-Za-z])\w{5,}\b|\b\d{5,}\b|-?\d+\.\d{2,}|["'][^"'\n]{2,40}["']/

const MATERIAL = /\n|[:：]\s*\S.{30,}|```|\b[A-D][).]\s|[=≤≥∑]|\|/s

// Long messages carry their request at one of the ends; the middle is material.
const HEAD = 1600
const TAIL = 400

function clip(text: string): string {
  const plain = text.length > HEAD + TAIL ? `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}` : text
  return plain.normalize('NFKC').replaceAll('’', "'").trim()
}

function endsWithQuestion(turns: RoutedMessage['turns']): boolean {
  const last = turns.at(-1)
  return last?.role === 'assistant' && /[?？]\s*$/.test(last.text.slice(-200))
}

function claim(holds: boolean): number {
  return holds ? 1 : 0
}
