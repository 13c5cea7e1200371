import { toKikuError } from '../../../../domain/errors.ts'
import { type Message, turnIdOf } from '../../../../domain/message.ts'
import { resumeThreads } from '../../../common/chat/resume-threads.ts'
import type { ApiDesk } from '../api-desk.ts'

/**
 * Answers the questions that the end of an earlier process interrupted, so that whoever opens their thread finds the answer.
 * What an answer draws on is checked again before it is shown. An approved call is not run a second time. Never throws.
 */
export async function resumeInterrupted(desk: ApiDesk): Promise<void> {
  const { host, telemetry } = desk
  try {
    const messages = await host.chat.intake.listInterrupted('web')
    if (messages.length > 0) telemetry.info('web-answers-resumed', { questions: messages.length })
    await resumeThreads(messages, (message) => resume(message, desk))
  } catch (thrown) {
    telemetry.warn('web-resume-failed', { code: toKikuError(thrown).code })
  }
}

async function resume(message: Message, { host, running, stopping, telemetry }: ApiDesk): Promise<void> {
  const { intake } = host.chat
  try {
    if (stopping.aborted) return
    if (message.approved !== undefined) return await intake.dismiss(message)
    const about = { turnId: turnIdOf(message), threadId: message.thread.id, isApproved: false }
    let markEnded = () => {}
    const ended = new Promise<void>((resolve) => {
      markEnded = resolve
    })
    const run = running.begin({ ...about, ended })
    // Somebody has asked it again meanwhile.
    if (run === undefined) return await intake.dismiss(message)
    try {
      const preparation = { readers: async () => message.audience, isResumed: true }
      for await (const _event of intake.answer(message, preparation, run.signal));
    } finally {
      run.end()
      markEnded()
    }
  } catch (thrown) {
    telemetry.warn('web-resume-failed', { code: toKikuError(thrown).code })
  }
}
