import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cite, NOON, stageInsight } from './insight-scene.ts'

const LABELS = ['public', 'group:board', 'person:web:hanako', 'slack:T1:C1'] as const
const label = fc.constantFrom<string>(...LABELS)

describe('insight for an audience', () => {
  it('counts questions of other places without their texts', async () => {
    const scene = stageInsight()
    const secret = await scene.ask({ text: '解雇の予定は？', audience: 'group:board', answer: { kind: 'abstained' } })
    await scene.ask({ text: 'Where is the coffee?', answer: { kind: 'abstained' } })
    await scene.ask({ text: 'Answered', audience: 'group:board' })

    const report = await scene.read(['public'])

    expect(report.unanswered.map(({ text }) => text)).toEqual(['Where is the coffee?'])
    expect(report.unansweredElsewhere).toBe(1)
    expect(report.questions).toBe(3)
    expect(JSON.stringify(report)).not.toContain(secret)
  })

  it('does not name a document that the same words in public led to', async () => {
    const scene = stageInsight()
    const [key = 0] = await scene.addFile('layoffs.md', 'group:board')
    await scene.ask({ answer: { citations: [cite(key, '/data/layoffs.md')] } })

    expect((await scene.read(['public'])).sources).toEqual([])
    expect((await scene.read(['group:board'])).sources).toHaveLength(1)
  })

  it('names no conversation as a document', async () => {
    const scene = stageInsight()
    const said = { namespace: 'history', audience: 'public', threadId: 't', createdAt: NOON } as const
    const location = 'slack:T1:C1#1'
    const [key = 0] = await scene.store.items.add([{ ...said, title: '花子', text: '秘密', location, locator: {} }])
    await scene.ask({ answer: { citations: [cite(key, location)] } })

    expect((await scene.read(['public'])).sources).toEqual([])
  })

  it('never shows a text, title or place outside it', async () => {
    const asked = fc.record({
      place: label,
      file: label,
      kind: fc.constantFrom('answered', 'abstained', 'extracted'),
      isReplaced: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { maxLength: 8 }), fc.uniqueArray(label), async (questions, labels) => {
        const scene = stageInsight()
        for (const [number, { place, file, kind, isReplaced }] of questions.entries()) {
          const name = `[${file}] ${number}.md`
          const [key = 0] = await scene.addFile(name, file)
          if (isReplaced) await scene.addFile(name, file)
          const citations = [cite(key, `/data/${name}`)]
          const question = `[${place}] の質問`
          await scene.ask({ text: question, audience: place, answer: { kind, citations, question } })
        }

        const report = await scene.read(labels)

        const shown = JSON.stringify(report)
        for (const hidden of LABELS.filter((one) => !labels.includes(one))) expect(shown).not.toContain(`[${hidden}]`)
        const unanswered = questions.filter(({ kind }) => kind === 'abstained').length
        expect(report.unanswered.length + report.unansweredElsewhere).toBe(unanswered)
        expect(report.sources).toHaveLength(questions.filter(({ file }) => labels.includes(file)).length)
        expect(shown).not.toMatch(/cited (title|words)/)
      }),
      { numRuns: 60 },
    )
  })
})
