import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findContent, findMisplaced } from '../fakes/audience/check-rest.ts'
import { plans } from '../fakes/audience/plan.ts'
import { play } from '../fakes/audience/play.ts'
import { createStage, type Stage } from '../fakes/audience/stage.ts'
import { tellingAll } from '../fakes/audience/telling-model.ts'
import { startSlackJourney } from '../fakes/journey-slack.ts'

const ENVIRONMENT = {
  KIKU_SLACK_REMEMBER: 'true',
  KIKU_LIMITS_CONCURRENT_ANSWERS: '16',
  KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '10000',
  KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '10000',
  KIKU_MODEL_CONCURRENT_REQUESTS: '16',
}

// The same at both levels: what people wrote is nobody's business who reads a log for the state of things.
describe.each([
  { level: 'info', seed: 20_260_101 },
  { level: 'debug', seed: 20_260_202 },
])('whoever asks whatever, with a log of level $level', ({ level, seed }) => {
  let stage: Stage
  beforeAll(async () => {
    const model = { numParallel: 16, script: tellingAll }
    const environment = { ...ENVIRONMENT, KIKU_LOG_LEVEL: level }
    stage = createStage(await startSlackJourney({ documents: null, model, environment }))
  })
  afterAll(() => stage.scene.end())

  it('is told nothing that some reader of the reply may not read', { timeout: 90_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const before = stage.leaks.length

        await play(plan, stage)

        expect(stage.leaks.slice(before)).toEqual([])
      }),
      { numRuns: 5, seed, endOnFailure: true },
    )
  })

  it('is told what may be told, where much must be held back', () => {
    const questions = [...stage.questions.values()]
    const count = (matches: (question: (typeof questions)[number]) => boolean) => questions.filter(matches).length

    expect(questions.length).toBeGreaterThan(40)
    expect(count(({ wasDenied }) => wasDenied)).toBeGreaterThan(questions.length / 3)
    expect(count(({ hadSome }) => hadSome)).toBeGreaterThan(questions.length / 4)
    expect(count(({ hadSome, wasUsed }) => hadSome && wasUsed)).toBeGreaterThan(count(({ hadSome }) => hadSome) / 2)
  })

  it('leaves in the store, the traces and the log nothing that does not belong there', async () => {
    await stage.scene.stop()

    const { items, people } = stage.town
    const names = [...people.keys()].map((id) => stage.scene.slack.world.user(id).name)
    const stored = await stage.scene.journey.inspect((store) => findMisplaced(store, { ...stage, items }))
    const log = await stage.scene.journey.log()

    expect(stored.leaks).toEqual([])
    expect(stored.answers).toBeGreaterThan(40)
    expect(log.split('\n').length).toBeGreaterThan(2)
    expect(findContent(log, { ...stage, items }, names)).toEqual([])
  })
})
