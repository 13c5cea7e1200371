import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findContent, findMisplaced } from '../fakes/audience/check-rest.ts'
import { plans } from '../fakes/audience/plan.ts'
import { play } from '../fakes/audience/play.ts'
import { createStage, type Stage } from '../fakes/audience/stage.ts'
import { tellingAll } from '../fakes/audience/telling-model.ts'
import { startSlackJourney } from '../fakes/journey-slack.ts'

const LIMITS = {
  KIKU_SLACK_REMEMBER: 'true',
  KIKU_LIMITS_CONCURRENT_ANSWERS: '16',
  KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '10000',
  KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '10000',
  KIKU_MODEL_CONCURRENT_REQUESTS: '16',
}

describe.each([
  { level: 'info', seed: 20_260_101 },
  { level: 'debug', seed: 20_260_202 },
])('whoever asks whatever, logged at level $level', ({ level, seed }) => {
  let stage: Stage
  beforeAll(async () => {
    const scene = await startSlackJourney({
      documents: null,
      model: { numParallel: 16, script: tellingAll },
      environment: { ...LIMITS, KIKU_LOG_LEVEL: level },
    })
    stage = createStage(scene)
  })
  afterAll(() => stage.scene.end())

  it('is told nothing that some reader of the reply may not read', { timeout: 40_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const before = stage.leaks.length

        await play(plan, stage)

        expect(stage.leaks.slice(before)).toEqual([])
      }),
      { numRuns: Number(process.env.RUNS ?? 10), seed, interruptAfterTimeLimit: 30_000 },
    )

    const all = [...stage.questions.values()]
    console.log(
      all.length,
      all.filter((q) => q.hadSome).length,
      all.filter((q) => q.hadSome && q.wasUsed).length,
      all.filter((q) => q.wasDenied).length,
    )
    await stage.scene.stop()
    const stored = await stage.scene.journey.inspect((store) => findMisplaced(store, stage))
    expect(stored.leaks).toEqual([])
    console.log(stored.answers)
    const log = await stage.scene.journey.log()
    expect(findContent(log, stage)).toEqual([])
  })
})
