import type { Message } from '../../../domain/message.ts'

/** Threads that are taken up side by side: about as many as are answered at the same time. */
const AT_A_TIME = 8

/** Takes up questions that were interrupted, those of a thread one after the other. @param resume never throws */
export async function resumeThreads(
  messages: readonly Message[],
  resume: (message: Message) => Promise<void>,
): Promise<void> {
  const threads = byThread(messages)
  const resumeNext = async (): Promise<void> => {
    for (let thread = threads.shift(); thread !== undefined; thread = threads.shift()) {
      for (const message of thread) await resume(message)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, resumeNext))
}

function byThread(messages: readonly Message[]): Message[][] {
  const threads = new Map<string, Message[]>()
  for (const message of messages) threads.set(message.thread.id, [...(threads.get(message.thread.id) ?? []), message])
  return [...threads.values()]
}
