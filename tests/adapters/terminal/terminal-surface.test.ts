import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createTerminalSurface } from '../../../src/adapters/terminal/create-terminal-surface.ts'
import { parseChatLine } from '../../../src/adapters/terminal/parse-chat-line.ts'
import type { Message } from '../../../src/domain/message.ts'
import type { MessageHandler } from '../../../src/ports/surface.ts'
import { collectOutput } from '../../fakes/collect-output.ts'

const words = {
  prompt: '› ',
  help: 'HELP',
  newThread: 'NEW',
  stopped: 'STOPPED',
  leaveHint: 'AGAIN TO LEAVE',
  unknownCommand: (name: string) => `NO ${name}`,
}

function openTerminal(isTTY: boolean, handler: MessageHandler) {
  const input = Object.assign(new PassThrough(), isTTY ? { isTTY: true, setRawMode: () => input } : {})
  let seen = ''
  const watchers: { text: string; resolve: () => void }[] = []
  const output = collectOutput(isTTY ? { columns: 80 } : undefined, (text) => {
    seen += text
    for (const watcher of watchers) if (seen.includes(watcher.text)) watcher.resolve()
  })
  const errors: unknown[] = []
  const surface = createTerminalSurface({
    input,
    output: output.stream,
    audience: ['group:a'],
    words,
    render: async (events) => {
      for await (const event of events) {
        if (event.kind === 'token') output.stream.write(event.text)
        if (event.kind === 'failed') throw event.error
      }
    },
    showError: (error) => errors.push(error),
  })
  /** Resolves when the text has been shown since the last wait. */
  const shown = async (text: string) => {
    if (!seen.includes(text)) await new Promise<void>((resolve) => watchers.push({ text, resolve }))
    seen = ''
  }
  return { surface, input, shown, errors, started: surface.start(handler) }
}

async function* echo(message: Message) {
  yield { kind: 'token', text: `(${message.text})` } as const
}

describe('terminal surface', () => {
  it('hands over messages of one person in one thread with what that person may read', async () => {
    const messages: Message[] = []
    const terminal = openTerminal(false, (message) => {
      messages.push(message)
      return echo(message)
    })

    terminal.input.end('こんにちは\n\n/search two\n/what\n/help\n')
    await terminal.surface.ended
    await terminal.surface.stop()

    expect(messages).toMatchObject([
      {
        text: 'こんにちは',
        search: 'auto',
        addressed: true,
        audience: { labels: ['public', 'person:terminal:local', 'group:a'] },
        thread: { surface: 'terminal', audience: 'person:terminal:local' },
      },
      { text: 'two', search: 'always' },
    ])
    expect(messages[0]?.thread.id).toBe(messages[1]?.thread.id)
    expect(messages[0]?.id).not.toBe(messages[1]?.id)
    await terminal.shown('NO /what\nHELP\n')
  })

  it('takes lines that were pasted together as one message', async () => {
    const terminal = openTerminal(true, echo)
    await terminal.shown('› ')

    terminal.input.write('first line\nsecond line\n')
    await terminal.shown('(first line\nsecond line)')

    await terminal.surface.stop()
  })

  it('stops the answer on Ctrl-C and goes on', async () => {
    const terminal = openTerminal(true, async function* (_, signal) {
      yield { kind: 'token', text: 'thinking' }
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    await terminal.shown('› ')

    terminal.input.write('question\n')
    await terminal.shown('thinking')
    terminal.input.write('\u0003')
    await terminal.shown('STOPPED')
    await terminal.shown('› ')

    await terminal.surface.stop()
    expect(terminal.errors).toEqual([])
  })

  it('leaves on the second Ctrl-C at the prompt', async () => {
    const terminal = openTerminal(true, echo)
    await terminal.shown('› ')

    terminal.input.write('\u0003')
    await terminal.shown('AGAIN TO LEAVE')
    terminal.input.write('\u0003')
    await terminal.surface.ended

    await terminal.surface.stop()
  })

  it('ends an answer in the making when it is stopped', async () => {
    let reason: unknown
    const terminal = openTerminal(false, async function* (_, signal) {
      yield { kind: 'token', text: 'thinking' }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      reason = signal.reason
      signal.throwIfAborted()
    })

    terminal.input.write('question\n')
    await terminal.shown('thinking')
    await terminal.surface.stop()

    expect(reason).toMatchObject({ name: 'AbortError' })
  })
})

describe('parseChatLine', () => {
  it.each([
    ['  hello ', { kind: 'ask', text: 'hello', search: 'auto' }],
    ['/search 東京の 天気', { kind: 'ask', text: '東京の 天気', search: 'always' }],
    ['／direct やあ', { kind: 'ask', text: 'やあ', search: 'never' }],
    ['/search', { kind: 'help' }],
    ['/etc/hosts', { kind: 'ask', text: '/etc/hosts', search: 'auto' }],
    ['/NEW', { kind: 'new' }],
    ['/exit', { kind: 'quit' }],
    ['/nope', { kind: 'unknown' }],
    [' ', { kind: 'blank' }],
  ])('reads %j', (line, expected) => {
    expect(parseChatLine(line)).toEqual(expected)
  })
})
