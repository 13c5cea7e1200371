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
      let whileStreaming = ''
      const look = async () => {
        await server.waitFor(() => bare(shown().map(wordsOf).join('')).length >= bare(text).length - 200, 'all words')
        whileStreaming = shown().map(wordsOf).join('')
      }

      const end = await replier.reply(
        script([text.slice(0, 500), pause(400), text.slice(500), look, done(text)]),
        task,
        never,
      )

      expect(end.kind).toBe('answered')
      expect(bare(text).startsWith(bare(whileStreaming))).toBe(true)
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
    let states: readonly unknown[] = []
    const look = () => {
      states = shown().map(({ streaming }) => streaming)
    }

    const tool = { kind: 'tool-call', name: 'clock', arguments: {} } as const
    await replier.reply(
      script(['```js\nlet a', pause(400), later, tool, pause(300), look, ' = 1\n```\nDone', pause(900), done('All')]),
      task,
      never,
    )

    expect(states).toEqual(['completed'])
    const second = JSON.stringify(server.callsOf('chat.startStream')[1]?.arguments.chunks)
    expect(second).toContain('```js\\n')
    expect(shown().map(wordsOf)).toEqual(['All'])
  })

  it.concurrent('gives a stream that Slack has ended its words in another way and goes on', async (context) => {
    const { server, replier, task, shown } = await openStage(context, { limits: { streamLifeMs: 600 } })
    let streamed: readonly string[] = []
    const look = () => {
      streamed = shown().map(wordsOf)
    }

    await replier.reply(
      script(['One. ', pause(1000), 'Two.\n', pause(1000), 'Three.', pause(900), look, done('One. Two. Three.')]),
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
