import type { AnswerEvent } from '../domain/answer.ts'
import type { PendingCall } from '../domain/tool.ts'
import { writeArguments } from '../domain/write-arguments.ts'
import type { AskPerson } from './dependencies.ts'
import { renderAnswer } from './render/render-answer.ts'
import { type Session, viewOf } from './session.ts'
import { neutralizeLine } from './text/neutralize-text.ts'

/** How long a question at the terminal waits; milliseconds. */
const REPLY_MS = 5 * 60_000
/** More than this nobody reads before approving it. */
const MOST_ARGUMENTS = 20_000
const YES = /^(?:y|yes|はい)$/

export interface Approving {
  /** Answers the same question anew, with the call approved. */
  readonly again: (approved: PendingCall) => AsyncIterable<AnswerEvent>
  /** Undefined where nobody can be asked. */
  readonly askPerson: AskPerson | undefined
}

/** Shows an answer. Where it waits for approval, asks the person, and on a yes shows the answer that comes of it. */
export async function renderWithApproval(
  events: AsyncIterable<AnswerEvent>,
  { again, askPerson }: Approving,
  session: Session,
): Promise<void> {
  const view = viewOf(session)
  let answer = await renderAnswer(events, view)
  while (answer?.pending !== undefined) {
    if (askPerson === undefined) return session.tell(session.strings.tools.approvalNeeded)
    if (!(await isApproved(answer.pending, askPerson, session))) return
    session.io.stdout.write('\n')
    answer = await renderAnswer(again(answer.pending), view)
  }
}

async function isApproved(call: PendingCall, askPerson: AskPerson, { io, strings, paint }: Session): Promise<boolean> {
  const { tools } = strings
  const { text, isWhole } = writeArguments(call.arguments, { most: MOST_ARGUMENTS })
  const say = (sentence: string) => void io.stdout.write(`${sentence}\n`)
  say(`\n${paint.bold(tools.wouldCall(neutralizeLine(call.tool)))}\n${text}`)
  if (!isWhole) {
    say(paint.yellow(tools.tooLong))
    return false
  }
  const reply = await askPerson(tools.approve, Math.min(REPLY_MS, Math.max(0, call.expiresAt - Date.now())))
  if (YES.test((reply ?? '').normalize('NFKC').trim().toLowerCase())) return true
  say(reply === undefined ? `\n${tools.noReply}` : tools.notDone)
  return false
}
