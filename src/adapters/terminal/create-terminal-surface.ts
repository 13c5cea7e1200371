import { randomUUID } from 'node:crypto'
import { createInterface, type Interface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { AnswerEvent } from '../../domain/answer.ts'
import { type AudienceLabel, TERMINAL_PERSON, terminalAudience } from '../../domain/audience.ts'
import { toKikuError } from '../../domain/errors.ts'
import type { Message, SearchMode } from '../../domain/message.ts'
import type { MessageHandler, Surface } from '../../ports/surface.ts'
import { type Asker, createAsker } from './ask-at-prompt.ts'
import { createLineQueue } from './line-queue.ts'
import { parseChatLine } from './parse-chat-line.ts'

export interface TerminalSurfaceOptions {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Writable & { readonly isTTY?: boolean }
  /** Labels that the person may read beside the terminal's own. */
  readonly audience: readonly AudienceLabel[]
  readonly words: TerminalWords
  /**
   * Shows one answer to its end; throws the error of a `failed` event.
   * @param askPerson asks the person something about it; undefined where there is no terminal
   */
  readonly render: (events: AsyncIterable<AnswerEvent>, askPerson: AskPerson | undefined) => Promise<void>
  readonly showError: (error: unknown) => void
}

/** @returns the line entered; undefined when there was none within so many milliseconds, or the input has ended */
type AskPerson = (question: string, timeoutMs: number) => Promise<string | undefined>

/** What the chat itself says, in the person's language. */
interface TerminalWords {
  readonly prompt: string
  readonly help: string
  readonly newThread: string
  readonly stopped: string
  readonly leaveHint: string
  readonly unknownCommand: (name: string) => string
}

/**
 * A conversation in a terminal. Ctrl-C stops the answer in the making; at the prompt, pressed twice, it leaves.
 * `ended` resolves when the person has left: Ctrl-D, `/quit`, Ctrl-C twice, or the end of piped input.
 */
export function createTerminalSurface(options: TerminalSurfaceOptions): Surface & { readonly ended: Promise<void> } {
  const { input, output, words } = options
  const isTerminal = input.isTTY === true
  let lines: Interface | undefined
  let talking: Promise<void> = Promise.resolve()
  let answering: AbortController | undefined
  let isAboutToLeave = false
  let markEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    markEnded = resolve
  })

  const say = (text: string) => void output.write(`${text}\n`)

  function handleInterrupt(reader: Interface): void {
    if (answering !== undefined) {
      answering.abort()
    } else if (reader.line !== '') {
      reader.write(null, { ctrl: true, name: 'e' })
      reader.write(null, { ctrl: true, name: 'u' })
    } else if (isAboutToLeave) {
      reader.close()
    } else {
      isAboutToLeave = true
      say(`\n${words.leaveHint}`)
      reader.prompt()
    }
  }

  async function talk(reader: Interface, handler: MessageHandler): Promise<void> {
    const asker = createAsker(reader, words.prompt)
    const queue = createLineQueue(reader, isTerminal, asker.take)
    let threadId = randomUUID()
    if (isTerminal) reader.prompt()
    for await (const line of queue) {
      isAboutToLeave = false
      const command = parseChatLine(line)
      if (command.kind === 'quit') break
      if (command.kind === 'new') threadId = randomUUID()
      const reply = replyTo(command.kind, line, words)
      if (reply !== undefined) say(reply)
      if (command.kind === 'ask') await answer(buildMessage(command.text, command.search, threadId), handler, asker)
      if (isTerminal) reader.prompt()
    }
    reader.close()
  }

  async function answer(message: Message, handler: MessageHandler, asker: Asker): Promise<void> {
    answering = new AbortController()
    const { signal } = answering
    const askPerson: AskPerson = (question, timeoutMs) => asker.ask(question, timeoutMs, signal)
    try {
      await options.render(handler(message, signal), isTerminal ? askPerson : undefined)
      if (isTerminal) say('')
    } catch (thrown) {
      if (signal.aborted || toKikuError(thrown).code === 'cancelled') say(`\n${words.stopped}`)
      else options.showError(thrown)
    } finally {
      answering = undefined
    }
  }

  function buildMessage(text: string, search: SearchMode, threadId: string): Message {
    const now = Date.now()
    return {
      id: randomUUID(),
      thread: {
        id: threadId,
        surface: 'terminal',
        workspace: 'local',
        channel: 'terminal',
        audience: TERMINAL_PERSON,
        createdAt: now,
      },
      author: { id: 'local' },
      text,
      receivedAt: now,
      audience: terminalAudience(options.audience),
      search,
      addressed: true,
    }
  }

  return {
    name: 'terminal',
    ended,
    async start(handler) {
      const reader = createInterface({ input, output, terminal: isTerminal, prompt: words.prompt, historySize: 200 })
      lines = reader
      reader.on('SIGINT', () => handleInterrupt(reader))
      talking = talk(reader, handler).finally(markEnded)
    },
    async stop() {
      answering?.abort()
      lines?.close()
      await talking
    },
  }
}

function replyTo(kind: ReturnType<typeof parseChatLine>['kind'], line: string, words: TerminalWords) {
  if (kind === 'help') return words.help
  if (kind === 'new') return words.newThread
  return kind === 'unknown' ? words.unknownCommand(line.trim().split(/\s/)[0] ?? '') : undefined
}
