import { it } from 'vitest'
import { startSlackJourney } from '../fakes/journey-slack.ts'
import { answering, promptOf } from '../fakes/journey-model.ts'
import { BOT_USER, CHANNELS, PEOPLE, visibleText } from '../fakes/slack/slack-server.ts'
import { NEVER } from '../fakes/journey-bench.ts'

it('scratch', async () => {
  const t0 = Date.now()
  const lap = (x: string) => console.log(x, Date.now() - t0)
  const scene = await startSlackJourney({
    documents: null,
    model: { numParallel: 8, script: answering((body) => ({ content: [...promptOf(body).matchAll(/The code of \w+ is \w+\./g)].map((m) => `${m[0].slice(0, -1)} [1].`).join(' ') || 'I do not know.' })) },
    environment: { KIKU_LOG_LEVEL: 'debug', KIKU_SLACK_REMEMBER: 'true', KIKU_LIMITS_CONCURRENT_ANSWERS: '16', KIKU_MODEL_CONCURRENT_REQUESTS: '8' },
  })
  lap('started')
  try {
    for (const [n, label] of ['public', 'slack:T0HOME', 'slack:T0HOME:C0GENERAL', 'person:slack:T0HOME:U0ALICE', 'group:x'].entries()) {
      const path = await scene.journey.write(`doc${n}.md`, `# Paper ${n}\n\nThe code of keyword${n}alpha is secret${n}beta.\n`)
      await scene.kiku().ingest({ locations: [path], audience: label }, () => {}, NEVER)
    }
    lap('ingested')
    await scene.slack.say({ user: PEOPLE.bob, channel: CHANNELS.private, text: 'The code of keyword8alpha is secret8beta.' })
    lap('remembered')
    const said = await scene.slack.say({ user: PEOPLE.alice, channel: CHANNELS.general, text: `<@${BOT_USER}> What is the code of keyword0alpha, keyword1alpha, keyword2alpha, keyword3alpha and keyword8alpha?` })
    lap('said')
    await scene.slack.waitFor(() => scene.slack.repliesIn(CHANNELS.general, said.ts).some((m) => m.streaming !== 'in_progress' && JSON.stringify(m.blocks).includes('feedback')), 'reply')
    lap('replied')
    await scene.slack.command('ask What is the code of keyword3alpha and keyword8alpha?', { user: PEOPLE.alice, channel: CHANNELS.general })
    await scene.slack.idle()
    lap('asked')
    console.log(scene.slack.describe())
    for (const e of scene.slack.ephemerals) console.log(visibleText(e))
    for (const r of scene.model!.requests) console.log('PROMPT', promptOf(r.chat))
    for (const c of scene.slack.calls) console.log(c.method, JSON.stringify(c.arguments).slice(0, 700))
    console.log(await scene.journey.log())
  } finally {
    await scene.end()
    lap('ended')
  }
}, 60_000)
