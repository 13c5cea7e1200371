import { describe, expect, it } from 'vitest'
import { answerQuestion } from '../../../src/answer/answer-question.ts'
import type { EvidenceAgent, GatheringEvent } from '../../../src/answer/question.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import type { PendingCall, ToolTrace } from '../../../src/domain/tool.ts'
import {
  agentFinding,
  answerOf,
  answerPorts,
  collect,
  evidence,
  request,
  routerTo,
} from '../../fakes/answer-fixtures.ts'
import { says, scriptedChatModel, sourceOf } from '../../fakes/scripted-chat-model.ts'

const trace: ToolTrace = {
  considered: [{ id: 'calculate', probability: 0.9 }],
  calls: [{ id: 'calculate', arguments: { expression: '80*15%' }, outcome: 'done', durationMs: 2 }],
}
const result = evidence('80 * 15% = 12', {
  key: -1,
  namespace: 'tool',
  title: 'Calculator',
  location: 'tool:calculate',
})
const pending: PendingCall = {
  callId: 'c1',
  tool: 'office__delete',
  title: 'Delete a booking',
  arguments: { id: 7 },
  destructive: true,
  expiresAt: 9,
}

/** A tool agent that says these things and finds this. */
function toolAgent(found: readonly Evidence[], ...events: readonly GatheringEvent[]): EvidenceAgent {
  return {
    label: 'tool',
    async gather(_question, _signal, gathering) {
      for (const event of events) gathering?.tell(event)
      return found
    },
  }
}
const called: GatheringEvent = { kind: 'tool-call', name: 'calculate', arguments: { expression: '80*15%' } }
const used: GatheringEvent = { kind: 'tools-used', trace }

describe('an answer with tools', () => {
  it('rests on what they say, with a source of its own, and tells what was called while it is', async () => {
    const model = scriptedChatModel([says('15% of 80 is 12 [1].')])
    const agents = [toolAgent([result], called, used)]
    const ports = answerPorts({ models: sourceOf(model), router: routerTo('tool'), agents })

    const events = await collect(answerQuestion(request('What is 15% of 80?'), ports))

    const kinds = events.map(({ kind }) => kind)
    expect(kinds.indexOf('tool-call')).toBeLessThan(kinds.indexOf('evidence'))
    expect(answerOf(events)).toMatchObject({ kind: 'answered', text: '15% of 80 is 12 [1].', tools: trace })
    expect(answerOf(events).citations).toMatchObject([{ title: 'Calculator', location: 'tool:calculate' }])
  })

  it('says it in the words of the tool where no model writes', async () => {
    const ports = answerPorts({ router: routerTo('tool'), agents: [toolAgent([result], called, used)] })

    const answer = answerOf(await collect(answerQuestion(request('80の15%は？'), ports)))

    expect(answer).toMatchObject({ kind: 'extracted', text: '80 * 15% = 12 [1]', model: null })
  })

  it.each([
    ['en', 'Delete booking 7', 'I need your approval before I run “Delete a booking”. It may change things'],
    ['ja', '予約7を消して', '「Delete a booking」を実行するには、あなたの承認が必要です。元に戻せない'],
  ])('ends with the wish for approval, whatever else was found (%s)', async (_language, text, sentence) => {
    const agents = [
      toolAgent([], { kind: 'approval-needed', call: pending }, used),
      agentFinding('knowledge', [result]),
    ]
    const ports = answerPorts({
      models: sourceOf(scriptedChatModel([])),
      router: routerTo('tool', 'knowledge'),
      agents,
    })

    const events = await collect(answerQuestion(request(text), ports))

    expect(events).toContainEqual({ kind: 'approval-needed', call: pending })
    expect(answerOf(events)).toMatchObject({ kind: 'abstained', pending })
    expect(answerOf(events).text).toContain(sentence)
  })

  it('is not decided about where a question is a whole request', async () => {
    const agents = [
      { ...toolAgent([result], called, used), claims: () => true },
      agentFinding('knowledge', new Error()),
    ]
    const ports = answerPorts({ router: routerTo('knowledge'), agents })

    const answer = answerOf(await collect(answerQuestion(request('80の15%は？'), ports)))

    expect(answer).toMatchObject({ kind: 'extracted', decision: { labels: ['tool'], decidedBy: 'features' } })
  })

  it('looks into the knowledge where no tool has served', async () => {
    const vacation = evidence('Every employee receives 25 days of paid vacation per year.')
    const agents = [toolAgent([], used), agentFinding('knowledge', [vacation])]
    const model = scriptedChatModel([says('You get 25 days [1].')])
    const ports = answerPorts({ models: sourceOf(model), router: routerTo('tool'), agents })

    const answer = answerOf(await collect(answerQuestion(request('Look up my vacation days.'), ports)))

    expect(answer.text).toBe('You get 25 days [1].')
  })

  it.each([
    ['en', 'Book a room for me.', 'no language model at hand that can use them'],
    ['ja', '会議室を予約して', '使える言語モデルが今はありません'],
  ])('says what is missing where tools fit and no model can call them (%s)', async (_language, text, words) => {
    const agents = [toolAgent([], { kind: 'model-lacking' }, used), agentFinding('knowledge', [])]
    const ports = answerPorts({ router: routerTo('tool'), agents })

    const answer = answerOf(await collect(answerQuestion(request(text), ports)))

    expect(answer.kind).toBe('abstained')
    expect(answer.text).toContain(words)
  })

  it('tells what came of an approved call also where a model writes something else', async () => {
    const model = scriptedChatModel([says('The moon is made of cheese.')])
    const ports = answerPorts({ models: sourceOf(model), agents: [toolAgent([result], called, used)] })

    const answer = answerOf(await collect(answerQuestion(request('Delete booking 7', { approved: pending }), ports)))

    expect(answer).toMatchObject({ kind: 'extracted', text: '80 * 15% = 12 [1]' })
  })

  it('asks the tools alone for a call that was approved', async () => {
    const agents = [toolAgent([result], called, used), agentFinding('knowledge', new Error('asked'))]
    const ports = answerPorts({ router: routerTo('direct'), agents })

    const answer = answerOf(await collect(answerQuestion(request('Delete booking 7', { approved: pending }), ports)))

    expect(answer).toMatchObject({ kind: 'extracted', decision: { labels: ['tool'], decidedBy: 'asker' } })
  })
})
