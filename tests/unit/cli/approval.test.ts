import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createAskPerson } from '../../../src/cli/ask-person.ts'
import type { InputStream } from '../../../src/cli/dependencies.ts'
import type { PendingCall } from '../../../src/domain/tool.ts'
import type { AskRequest } from '../../../src/kiku.ts'
import { collectOutput } from '../../fakes/collect-output.ts'
import { pendingAnswer, pendingCall } from '../../fakes/pending-answer.ts'
import { runCli } from '../../fakes/run-cli.ts'
import { buildAnswer, createScriptedKiku, streamAnswer } from '../../fakes/scripted-kiku.ts'

const QUESTION = '予約7を消して'

/** A Kiku whose answer waits for approval, and is another one with it. */
function openKiku(about: Partial<PendingCall> = {}) {
  const requests: AskRequest[] = []
  const kiku = createScriptedKiku({
    watch: (_, __, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    ask: (request) => {
      requests.push(request)
      const answer = request.approved === undefined ? pendingAnswer(about) : buildAnswer({ text: 'It is deleted.' })
      return streamAnswer(answer, [])
    },
  })
  return { kiku, requests }
}

/** A terminal at which somebody types something once it is asked for. */
function typing(reply: string): { readonly stdin: InputStream; readonly onOutput: (text: string) => void } {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
  const onOutput = (text: string) => {
    if (text.includes('[y/N]')) stdin.write(reply)
  }
  return { stdin, onOutput }
}

function run(argv: readonly string[], kiku: ReturnType<typeof openKiku>['kiku'], reply: string, locale = 'en_GB') {
  return runCli(argv, { kiku, isTTY: true, ...typing(reply), environment: { LANG: `${locale}.UTF-8`, NO_COLOR: '1' } })
}

describe('kiku ask, where a call waits for approval', () => {
  it.each(['y\n', 'YES\n', 'はい\n', 'ｙ\n'])('shows the call, and with a yes answers anew (%j)', async (reply) => {
    const { kiku, requests } = openKiku()

    const { stdout, code } = await run(['ask', QUESTION], kiku, reply)

    expect(code).toBe(0)
    expect(requests).toEqual([
      { text: QUESTION, search: 'auto', audience: [] },
      { text: QUESTION, search: 'auto', audience: [], approved: pendingCall() },
    ])
    expect(stdout).toContain(
      'office__delete_booking would be called with exactly this:\n{\n  "id": 7,\n  "reason": "予定の変更"\n}\nApprove? [y/N] ',
    )
    expect(stdout).toMatch(/\[y\/N\] [\s\S]*It is deleted\./)
  })

  it.each(['\n', 'n\n', 'what?\n', 'yesterday\n'])('does nothing without one (%j)', async (reply) => {
    const { kiku, requests } = openKiku()

    const { stdout, code } = await run(['ask', QUESTION], kiku, reply)

    expect(code).toBe(0)
    expect(requests).toHaveLength(1)
    expect(stdout).toMatch(/Not done\.\n$/)
  })

  it('speaks Japanese', async () => {
    const { kiku } = openKiku()

    const { stdout } = await run(['ask', QUESTION], kiku, 'n\n', 'ja_JP')

    expect(stdout).toContain('承認すると、office__delete_booking を次の引数のとおりに実行します:')
    expect(stdout).toContain('承認しますか? [y/N] ')
    expect(stdout).toContain('候補になったツール: office__delete_booking 93 %、calculate 20 %')
    expect(stdout).toMatch(/実行しませんでした。\n$/)
  })

  it('takes no reply for a no once the time is over', async () => {
    const { kiku, requests } = openKiku({ expiresAt: 0 })

    const { stdout } = await run(['ask', QUESTION], kiku, '')

    expect(requests).toHaveLength(1)
    expect(stdout).toContain('Not done: there was no reply.')
  })

  it('ends on Ctrl-C', async () => {
    const ending = new AbortController()
    const { kiku, requests } = openKiku()
    const { stdin } = typing('')

    const { code } = await runCli(['ask', QUESTION], {
      kiku,
      isTTY: true,
      stdin,
      onOutput: (text) => text.includes('[y/N]') && setImmediate(() => ending.abort()),
      signal: ending.signal,
    })

    expect(code).toBe(130)
    expect(requests).toHaveLength(1)
  })

  it('lets nothing of the arguments act on the terminal', async () => {
    const { kiku } = openKiku({ arguments: { path: '/tmp/\u001b[8mhidden\u001b[0m\u202egpj' } })

    const { stdout } = await run(['ask', QUESTION], kiku, 'n\n')

    expect(stdout).toContain('"/tmp/\\u001b[8mhidden\\u001b[0m\\u202egpj"')
    expect(stdout).not.toContain('\u001b[8m')
  })

  it('does not offer what it cannot show whole', async () => {
    const { kiku, requests } = openKiku({ arguments: { body: 'x'.repeat(30_000) } })

    const { stdout } = await run(['ask', QUESTION], kiku, 'y\n')

    expect(requests).toHaveLength(1)
    expect(stdout).toContain('cannot be approved')
    expect(stdout).not.toContain('[y/N]')
  })

  it.each([
    ['en_GB', 'waits for your approval'],
    ['ja_JP', '承認が必要です'],
  ])('says what is needed where nobody can be asked (%s)', async (locale, words) => {
    const { kiku, requests } = openKiku()
    const environment = { LANG: `${locale}.UTF-8` }

    const piped = await runCli(['ask', QUESTION], { kiku, environment })
    const json = await runCli(['ask', '--json', QUESTION], { kiku, isTTY: true, environment })

    expect([piped.code, json.code, requests.length]).toEqual([0, 0, 2])
    expect(piped.stderr).toContain(words)
    expect(json.stderr).toContain(words)
    expect(JSON.parse(json.stdout)).toMatchObject({
      kind: 'abstained',
      pending: pendingCall(),
      tools: { considered: [{ id: 'office__delete_booking', probability: 0.93 }, {}], calls: [{}, {}, {}] },
    })
  })

  it('tells the tools that were considered and called', async () => {
    const { kiku } = openKiku()

    const { stdout } = await runCli(['ask', QUESTION], { kiku })

    expect(stdout).toContain('used tools · waiting for approval\n')
    expect(stdout).toContain('tools considered: office__delete_booking 93 %, calculate 20 %\n')
    expect(stdout).toContain(
      'tools called: office__find_booking done 1.23 s, office__find_room failed (tool-failed) 0.04 s, office__delete_booking waiting for approval\n',
    )
  })
})

describe('kiku chat, where a call waits for approval', () => {
  function chat(script: (say: (line: string) => void, output: string) => void, kiku = openKiku()) {
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin })
    let seen = ''
    const onOutput = (text: string) => {
      seen += text
      script((line) => {
        seen = ''
        setImmediate(() => stdin.write(line))
      }, seen)
    }
    const running = runCli(['chat'], { kiku: kiku.kiku, isTTY: true, stdin, onOutput })
    return { ...kiku, running }
  }

  it('asks at the prompt, answers anew in the same conversation, and goes on', async () => {
    const replies = [`${QUESTION}\n`, 'y\n', '/quit\n']
    const { running, requests } = chat((say, output) => {
      const isAsked = output.endsWith('[y/N] ') || /› [^\n]*$/.test(output)
      if (isAsked && replies.length > 0) say(replies.shift() ?? '')
    })

    const { stdout } = await running

    expect(requests).toMatchObject([{ text: QUESTION }, { text: QUESTION, approved: pendingCall() }])
    expect(requests[1]?.threadId).toBe(requests[0]?.threadId)
    expect(stdout).toContain('It is deleted.')
  })

  it('takes what was typed before for a question, not for a yes', async () => {
    const { kiku, requests } = openKiku()
    let begin = () => {}
    let go = () => {}
    const typed = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow = createScriptedKiku({
      ...kiku,
      async *ask(request, signal) {
        if (requests.length === 0) begin()
        await typed
        yield* kiku.ask(request, signal)
      },
    })
    const replies = [`${QUESTION}\n`, 'n\n', 'n\n', '/quit\n']
    const { running } = chat(
      (say, output) => {
        begin = () => say('y\n')
        if (output.includes('y\r\n')) go()
        const isPrompt = replies.length === 4 || replies.length === 1 ? output.includes('› ') : output.includes('[y/N]')
        if (isPrompt && replies.length > 0) say(replies.shift() ?? '')
      },
      { kiku: slow, requests },
    )

    await running

    expect(requests.map(({ text, approved }) => [text, approved])).toEqual([
      [QUESTION, undefined],
      ['y', undefined],
    ])
  })

  it('does nothing on Ctrl-C, and goes on', async () => {
    let step = 0
    const { running, requests } = chat((say, output) => {
      if (step === 0 && output.includes('› ')) {
        step = 1
        say(`${QUESTION}\n`)
      } else if (step === 1 && output.includes('[y/N]')) {
        step = 2
        say('\u0003')
      } else if (step === 2 && output.includes('› ')) {
        step = 3
        say('/quit\n')
      }
    })

    const { stdout } = await running

    expect(requests).toHaveLength(1)
    expect(stdout).toContain('(stopped)')
  })

  it('says what is needed where the lines come from a pipe', async () => {
    const { kiku, requests } = openKiku()

    const { stderr } = await runCli(['chat'], { kiku, stdin: `${QUESTION}\ny\n` })

    expect(requests.map(({ text, approved }) => [text, approved])).toEqual([
      [QUESTION, undefined],
      ['y', undefined],
    ])
    expect(stderr).toContain('waits for your approval')
  })
})

describe('asking a person at the terminal', () => {
  it('takes nothing for a reply that was typed before the question', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    const { stream: stdout } = collectOutput({ columns: 80 }, (text) => {
      if (text === 'Sure? ') stdin.write('no\n')
    })
    const { signal } = new AbortController()
    const askPerson = createAskPerson({ stdin, stdout, stderr: stdout, environment: {}, cwd: '/', signal })
    stdin.write('yes\n')

    const reply = await askPerson?.('Sure? ', 5_000)

    expect(reply).toBe('no')
  })

  it('knows when the input has ended', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    const { stream: stdout, text } = collectOutput({ columns: 80 })
    const { signal } = new AbortController()
    const askPerson = createAskPerson({ stdin, stdout, stderr: stdout, environment: {}, cwd: '/', signal })
    stdin.end()

    expect(await askPerson?.('Sure? ', 5_000)).toBeUndefined()
    expect(text()).toBe('')
  })
})
