import { describe, expect, it } from 'vitest'
import { streamedTextOf } from '../../../fakes/slack/message.ts'
import type { SlackMessage } from '../../../fakes/slack/slack-server.ts'
import { done, openStage, pause, script } from './reply-stage.ts'

const never = new AbortController().signal

const english = Array.from({ length: 700 }, (_, n) => `Sentence number ${n} says a little more about the matter.`)
const japanese = Array.from({ length: 1000 }, (_, n) => `${n}番目の文は、この件についてもう少し詳しく説明しています。`)

/** The words of a message, streamed or changed, without what Kiku put around them. */
function wordsOf(message: SlackMessage): string {
  const blocks = message.blocks.filter((block) => block.type === 'markdown').map((block) => String(block.text))
  return blocks.length > 0 ? blocks.join('\n') : streamedTextOf(message)
}

const bare = (text: string) => text.replace(/\s+/g, '')

describe('roll over', () => {
  it.concurrent.for([
    { language: 'English', text: english.join('\n\n'), limits: {} },
    { language: 'Japanese', text: japanese.join(''), limits: {} },
    { language: 'Japanese where Slack counts bytes', text: japanese.join(''), limits: { streamBytes: 11_000 } },
  ])(
    'shows a long answer in $language in several messages, nothing lost and nothing twice',
    async ({ text, limits }, context) => {
      const { server, replier, task, shown } = await openStage(context, { limits })
      // While a message that grew too long is cut, its words stand in two for a moment.
      const sees = () =>
        server.waitFor(() => {
          const streamed = bare(shown().map(wordsOf).join(''))
          return bare(text).startsWith(streamed) && streamed.length >= bare(text).length - 200
        }, 'all words, each once')

      const end = await replier.reply(
        script([text.slice(0, 500), pause(400), text.slice(500), sees, done(text)]),
        task,
        never,
      )

      expect(end.kind).toBe('answered')
      expect(bare(shown().map(wordsOf).join(''))).toBe(bare(text))
      expect(server.calls.filter(({ error }) => error !== undefined).length).toBeLessThanOrEqual(1)
      expect(shown().every(({ streaming }) => streaming !== 'in_progress')).toBe(true)
      expect(JSON.stringify(shown().map(({ blocks }) => blocks))).not.toContain('kiku_stop')
    },
  )

  it.concurrent('goes on in a new message before Slack ends the stream', async (context) => {
    const { server, replier, task, shown, advance } = await openStage(context)
    const later = () => advance(4 * 60_000 + 1)

    const steps = ['First part. ', pause(400), later, 'Second part.\n', pause(900), 'Third part.', pause(900)]
    let streamed: readonly string[] = []
    const look = () => {
      streamed = shown().map(wordsOf)
    }
    await replier.reply(script([...steps, look, done('First. Second. Third.')]), task, never)

    expect(streamed).toHaveLength(2)
    expect(streamed.join('').replace(/\s+/g, ' ')).toBe('First part. Second part. Third part.')
    expect(server.calls.filter(({ error }) => error !== undefined)).toEqual([])
    expect(shown().map(wordsOf)).toEqual(['First. Second. Third.'])
  })

  it.concurrent('ends a stream in time although no words come', async (context) => {
    const { server, replier, task, shown, advance } = await openStage(context)
    const later = () => advance(4 * 60_000 + 1)
    const states = () => shown().map(({ streaming }) => streaming)
    const begun = (count: number) => () =>
      server.waitFor(() => server.callsOf('chat.startStream').length === count, `stream ${count}`)
    const ended = () => server.waitFor(() => states().join() === 'completed', 'that the stream ends')

    const tool = { kind: 'tool-call', name: 'clock', arguments: {} } as const
    await replier.reply(
      script(['```js\nlet a', begun(1), later, tool, ended, ' = 1\n```\nDone', begun(2), done('All')]),
      task,
      never,
    )

    const second = JSON.stringify(server.callsOf('chat.startStream')[1]?.arguments.chunks)
    expect(second).toContain('```js\\n')
    expect(shown().map(wordsOf)).toEqual(['All'])
  })

  it.concurrent('gives a stream that Slack has ended its words in another way and goes on', async (context) => {
    const { server, replier, task, shown } = await openStage(context, { limits: { streamLifeMs: 600 } })
    let streamed: readonly string[] = []
    const sees = (words: string) => async () => {
      await server.waitFor(() => shown().map(wordsOf).join(' ').includes(words), words)
      streamed = shown().map(wordsOf)
    }

    await replier.reply(
      script([
        'One. ',
        sees('One.'),
        pause(700),
        'Two.\n',
        sees('Two.'),
        'Three.',
        sees('Three.'),
        done('One. Two. Three.'),
      ]),
      task,
      never,
    )

    expect(server.callsOf('chat.appendStream')[0]?.error).toBe('message_not_in_streaming_state')
    expect(streamed.join(' ').replace(/\s+/g, ' ')).toBe('One. Two. Three.')
    expect(shown().map(wordsOf)).toEqual(['One. Two. Three.'])
  })

  it.concurrent('closes a code fence in one message and opens it again in the next', async (context) => {
    const code = Array.from({ length: 600 }, (_, n) => `const value${n} = compute(${n}) // line ${n}`).join('\n')
    const text = `Here:\n\n\`\`\`\`md\n\`\`\`ts\n${code}\n\`\`\`\n\`\`\`\`\n\nThat is all.`
    const { server, replier, task, shown } = await openStage(context)
    const starts: string[] = []
    const look = async () => {
      await server.waitFor(() => server.callsOf('chat.startStream').length >= 3, 'three streams')
      starts.push(...server.callsOf('chat.startStream').map(({ arguments: { chunks } }) => JSON.stringify(chunks)))
    }

    await replier.reply(script([text, look, done(text)]), task, never)

    expect(starts.slice(1).every((chunks) => chunks.includes('"text":"````md\\n'))).toBe(true)
    const joined = shown().map(wordsOf).join('\n')
    for (const n of [0, 299, 599]) expect(joined.split(`value${n} =`)).toHaveLength(2)
  })

  it.concurrent('deletes messages that the checked answer does not need', async (context) => {
    const { replier, task, shown, server } = await openStage(context)
    const text = english.join('\n')
    const look = () => server.waitFor(() => shown().length >= 3, 'three messages')

    await replier.reply(script([text, look, done('Short after all.')]), task, never)

    expect(shown().map(wordsOf)).toEqual(['Short after all.'])
  })
})
