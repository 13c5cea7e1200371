import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { pausing } from '../fakes/gate.ts'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { answerOf, footOf } from '../fakes/web-browser/page-talk.ts'
import { PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const FACT = 'The harbour office opens at nine.'
const QUESTION = 'When does the harbour office open?'
const PIECES = ['The harbour ', 'office ', 'opens at ', 'nine [1].']
const SHOWN = 'The harbour office opens at nine 1.'

describeInBrowser('trouble on the page', { timeout: PATIENCE_MS }, () => {
  let web: WebJourney
  let visit: Visit
  beforeAll(async () => {
    web = await startWebJourney({ prepare: (journey) => journey.write('harbour.md', `# Harbour\n\n${FACT}\n`) })
    await web.start()
  }, PATIENCE_MS)
  beforeEach(async () => {
    web.model.setFault(undefined)
    web.say('harbour', { chunks: PIECES })
    visit = await web.visit()
    await visit.open()
  })
  afterEach(async () => {
    expect(await visit.watch.harm(/net::ERR_/)).toEqual([])
    await visit.context.close()
  })
  afterAll(() => web?.end())

  /** Lets the page look again at once, as a browser does that is back in a network. */
  const wake = () => visit.page.evaluate(`window.dispatchEvent(new Event('online'))`)
  /** The same until it says so: Kiku looks behind the answer that it gives. */
  const lookUntil = (says: Locator) =>
    expect
      .poll(
        async () => {
          await wake()
          return says.count()
        },
        { timeout: 15_000, interval: 250 },
      )
      .toBeGreaterThan(0)

  it('quotes where the model dies in the middle of an answer, and says so', async () => {
    web.say('harbour', { chunks: PIECES, cutAfter: 2 })

    const asked = await visit.askFully(QUESTION)
    await visit.shot('model-died')

    expect(await answerOf(asked)).toContain(FACT)
    expect(await asked.locator('.note').textContent()).toContain('so the sources are quoted')
    expect(await asked.locator('.citation-card').count()).toBe(1)
  })

  it('says that the model is away, quotes, and says when it is back', async () => {
    web.model.setFault({ kind: 'cut' })
    const asked = await visit.askFully(QUESTION)
    await lookUntil(visit.page.locator('.banner').getByText('cannot be reached. Sources are quoted'))
    await visit.shot('model-away')
    const quoted = await answerOf(asked)
    web.model.setFault(undefined)
    await lookUntil(visit.page.locator('.state-chip.good'))
    await visit.button(visit.words.ask.tryAgain, asked).click()
    await asked.getByText('office opens at nine').waitFor()
    await footOf(asked).waitFor()

    expect(quoted).toContain(FACT)
    expect(await answerOf(asked)).toBe(SHOWN)
  })

  it('answers after all when Kiku dies in the middle of an answer and is started again', async () => {
    web.say('harbour', pausing(PIECES, { 2: { passed: new Promise(() => {}), open: () => {} } }))
    const asked = await visit.ask(QUESTION)
    await asked.locator('.answer').getByText('The harbour office').waitFor()

    await web.kill('SIGKILL')
    await asked.getByText(visit.words.ask.reconnecting).waitFor()
    await wake()
    await visit.page.locator('.banner').getByText(visit.words.shell.offline).waitFor()
    await visit.shot('server-gone')
    web.say('harbour', { chunks: PIECES })
    await web.start()
    await wake()
    await footOf(asked).waitFor()
    await visit.page.locator('.state-chip.good').waitFor()
    await visit.shot('server-back')
    await visit.page.reload()
    await footOf(asked).waitFor()

    expect(await answerOf(asked)).toBe(SHOWN)
    expect(await visit.page.getByRole('article').count()).toBe(1)
  })

  it('keeps what was asked while Kiku is away, and asks it when it is back', async () => {
    await web.kill('SIGTERM')

    const asked = await visit.ask(QUESTION)
    await asked.getByText(visit.words.ask.reconnecting).waitFor()
    await visit.shot('asked-while-away')
    await web.start()
    await wake()
    await footOf(asked).waitFor()

    expect(await answerOf(asked)).toBe(SHOWN)
    expect(await visit.page.getByRole('article').count()).toBe(1)
  })

  it('tells other views what is wrong, and loads them when it is not any more', async () => {
    await visit.page.locator('.places').getByText(visit.words.shell.insight).click()
    await visit.page.locator('dl.figures').waitFor()
    await web.kill('SIGTERM')

    await visit.page.locator('.range').first().click()
    await visit.page.locator('.problem').waitFor()
    await visit.shot('insight-away')
    await web.start()
    await visit.button(visit.words.shell.retry).click()

    await visit.page.locator('.problem').waitFor({ state: 'detached' })
    await visit.page.locator('dl.figures').waitFor()
  })
})
