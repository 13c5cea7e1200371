import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findContent, findMisplaced } from '../fakes/audience/check-rest.ts'
import { checkRound } from '../fakes/audience/discord/check-round.ts'
import { plans } from '../fakes/audience/discord/plan.ts'
import { plantLeaks } from '../fakes/audience/discord/plant-leaks.ts'
import { play } from '../fakes/audience/discord/play.ts'
import { createStage, type Stage } from '../fakes/audience/discord/stage.ts'
import { createTellingModel } from '../fakes/audience/telling-model.ts'
import { startDiscordJourney } from '../fakes/journey-discord.ts'

const ENVIRONMENT = {
  KIKU_DISCORD_REMEMBER: 'true',
  KIKU_LIMITS_CONCURRENT_ANSWERS: '16',
  KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: '10000',
  KIKU_LIMITS_PER_CHANNEL_PER_MINUTE: '10000',
  KIKU_MODEL_CONCURRENT_REQUESTS: '16',
}

// The same at both levels: what people wrote is nobody's business who reads a log for the state of things.
describe.each([
  { level: 'info', seed: 46 },
  { level: 'debug', seed: 45 },
])('whoever asks whatever in Discord, with a log of level $level', ({ level, seed }) => {
  let stage: Stage
  beforeAll(async () => {
    const model = { numParallel: 16, script: createTellingModel({ lateOf: 12 }) }
    const environment = { ...ENVIRONMENT, KIKU_LOG_LEVEL: level }
    const discord = { isEmpty: true, limits: { answerMs: 20_000 } }
    stage = createStage(await startDiscordJourney({ documents: null, model, environment, discord }))
    await stage.scene.discord.waitFor(() => stage.scene.discord.commands().length > 0, 'the commands')
  })
  afterAll(() => stage.scene.end())

  it('is told nothing that some reader of the reply may not read', { timeout: 90_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const before = stage.leaks.length

        await play(plan, stage)

        expect(stage.leaks.slice(before)).toEqual([])
      }),
      { numRuns: 2, seed, endOnFailure: true },
    )
    expect(stage.scene.discord.pings).toEqual([])
  })

  it('is told what may be told, where much must be held back', () => {
    const questions = [...stage.questions.values()]
    const count = (matches: (question: (typeof questions)[number]) => boolean) => questions.filter(matches).length

    expect(questions.length).toBeGreaterThan(60)
    expect(count(({ wasDenied }) => wasDenied)).toBeGreaterThan(questions.length / 3)
    expect(count(({ hadSome }) => hadSome)).toBeGreaterThan(questions.length / 4)
    expect(count(({ hadSome, wasUsed }) => hadSome && wasUsed)).toBeGreaterThan(
      (count(({ hadSome }) => hadSome) * 2) / 3,
    )
  })

  it('would be found out if it were told more', async () => {
    const planted = await plantLeaks(stage)

    checkRound(stage)

    expect(planted.length).toBeGreaterThan(2)
    for (const { secret, where } of planted) {
      expect(stage.leaks.filter((leak) => leak.includes(secret) && leak.includes(where))).not.toEqual([])
    }
    expect(stage.leaks.filter((leak) => !planted.some(({ secret }) => leak.includes(secret)))).toEqual([])
  })

  it('leaves in the store, the traces and the log nothing that does not belong there', async () => {
    await stage.scene.stop()

    const { users, guilds } = stage.scene.discord.world
    const names = [
      ...[...users.values()].map(({ username }) => username),
      ...[...guilds.values()].map(({ name }) => name),
    ]
    const stored = await stage.scene.journey.inspect((store) => findMisplaced(store, stage))
    const log = await stage.scene.journey.log()

    expect(stored.leaks).toEqual([])
    expect(stored.answers).toBeGreaterThan(40)
    expect(log.split('\n').length).toBeGreaterThan(2)
    expect(findContent(log, stage, names)).toEqual([])
  })
})
