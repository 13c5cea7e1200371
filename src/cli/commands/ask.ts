import { KikuError } from '../../domain/errors.ts'
import type { SearchMode } from '../../domain/message.ts'
import type { PendingCall } from '../../domain/tool.ts'
import type { AskRequest, Kiku } from '../../kiku.ts'
import { createAskPerson } from '../ask-person.ts'
import { parseAudiences } from '../parse-audiences.ts'
import { readQuestion } from '../read-question.ts'
import { answerJson } from '../render/answer-json.ts'
import { writeJson } from '../render/write-json.ts'
import { renderWithApproval } from '../render-with-approval.ts'
import { type CommandContext, type Session, withReadyKiku, withSession } from '../session.ts'

export interface AskFlags {
  readonly data?: string
  readonly json?: boolean
  /** `--search` or `--no-search`. */
  readonly search?: boolean
  readonly audience?: readonly string[]
}

/** `kiku ask`: one question, one answer. */
export async function runAsk(context: CommandContext, words: readonly string[], flags: AskFlags): Promise<number> {
  return withSession(context, flags, async (session) => {
    const request: AskRequest = {
      text: await readQuestion(words, session.io.stdin, session.config.limits.questionCharacters),
      search: searchMode(flags.search),
      audience: parseAudiences(flags.audience ?? []),
    }
    const onReadOnly = () => session.tell(session.strings.notRemembered)
    return withReadyKiku(session, onReadOnly, async (kiku) => {
      if (flags.json === true) await printJson(kiku, request, session)
      else await show(kiku, request, session)
      return 0
    })
  })
}

function searchMode(search: boolean | undefined): SearchMode {
  if (search === undefined) return 'auto'
  return search ? 'always' : 'never'
}

async function show(kiku: Kiku, request: AskRequest, session: Session): Promise<void> {
  const { signal, io } = session
  const again = (approved: PendingCall) => kiku.ask({ ...request, approved }, signal)
  await renderWithApproval(kiku.ask(request, signal), { again, askPerson: createAskPerson(io) }, session)
}

async function printJson(kiku: Kiku, request: AskRequest, { io, signal, tell, strings }: Session): Promise<void> {
  for await (const event of kiku.ask(request, signal)) {
    if (event.kind === 'failed') throw event.error
    if (event.kind !== 'done') continue
    writeJson(io.stdout, answerJson(event.answer))
    if (event.answer.pending !== undefined) tell(strings.tools.approvalNeeded)
    return
  }
  throw new KikuError('internal', 'The answer ended before it was complete.')
}
