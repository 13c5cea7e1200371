import { describe, expect, it } from 'vitest'
import { PipeClosedError } from '../../../src/cli/dependencies.ts'
import { KikuError } from '../../../src/domain/errors.ts'
import type { AskRequest } from '../../../src/kiku.ts'
import { runCli } from '../../fakes/run-cli.ts'
import { buildAnswer, createScriptedKiku, streamAnswer } from '../../fakes/scripted-kiku.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

describe('kiku serve', () => {
  it('is what kiku does without a command, and runs until it is ended', async () => {
    const ending = new AbortController()
    const watched: (readonly string[])[] = []
    const kiku = createScriptedKiku({
      watch: async (which, _, signal) => {
        watched.push(which)
        queueMicrotask(() => ending.abort())
        await untilAborted(signal)
      },
    })

    const run = await runCli([], { kiku, signal: ending.signal })

    expect(run).toMatchObject({ code: 0, opened: ['write'] })
    expect(run.stderr).toContain('Kiku is running.')
    expect(watched).toEqual([[]])
    expect(kiku.isClosed()).toBe(true)
  })

  it('refuses to be the second on a data folder', async () => {
    const run = await runCli(['serve'], {
      dependencies: {
        openKiku: () =>
          Promise.reject(new KikuError('data-locked', 'Another Kiku uses this folder.', { remedy: 'End it.' })),
      },
    })

    expect(run).toMatchObject({ code: 1, stderr: 'kiku: Another Kiku uses this folder. End it.\n' })
  })
})

describe('kiku chat', () => {
  it('answers the lines of standard input in one thread', async () => {
    const asked: AskRequest[] = []
    const kiku = createScriptedKiku({
      watch: (_, __, signal) => untilAborted(signal),
      ask: (request) => {
        asked.push(request)
        return streamAnswer(buildAnswer({ text: `About ${request.text}.`, citations: [] }))
      },
    })

    const run = await runCli(['chat'], { kiku, stdin: 'one\n/search 二つ目\n/new\n/direct three\n/quit\nnever\n' })

    expect(run.code).toBe(0)
    expect(asked.map(({ text, search }) => [text, search])).toEqual([
      ['one', 'auto'],
      ['二つ目', 'always'],
      ['three', 'never'],
    ])
    expect(asked[0]?.threadId).toBe(asked[1]?.threadId)
    expect(asked[2]?.threadId).not.toBe(asked[1]?.threadId)
    expect(run.stdout).toContain('About 二つ目.')
  })

  it('goes on after an answer that failed', async () => {
    const kiku = createScriptedKiku({
      watch: (_, __, signal) => untilAborted(signal),
      ask: async function* ({ text }) {
        if (text === 'bad') yield { kind: 'failed', error: new KikuError('model-failed', 'The model broke off.') }
        else yield* streamAnswer(buildAnswer({ text: 'Fine.', citations: [] }))
      },
    })

    const run = await runCli(['chat'], { kiku, stdin: 'bad\ngood\n' })

    expect(run.code).toBe(0)
    expect(run.stderr).toContain('kiku: The model broke off.')
    expect(run.stdout).toContain('Fine.')
  })

  it('is quiet when nobody reads its output any more', async () => {
    const ending = new AbortController()
    const kiku = createScriptedKiku({
      ask: async function* (_, signal) {
        ending.abort(new PipeClosedError())
        signal.throwIfAborted()
        yield { kind: 'token', text: 'x' }
      },
    })

    const run = await runCli(['ask', 'x'], { kiku, signal: ending.signal })

    expect(run).toMatchObject({ code: 0, stderr: '' })
  })
})
