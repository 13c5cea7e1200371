import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createGate, pausing } from '../fakes/gate.ts'
import { FORMATS } from '../fakes/journey-bench.ts'
import { answerRequests, promptOf } from '../fakes/journey-model.ts'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { answerOf, footOf } from '../fakes/web-browser/page-talk.ts'
import { PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const QUESTION = 'How long is the warranty on the compressor?'
const FACT = 'The compressor of every Borealis heat pump is covered by a warranty of seven years.'
const PIECES = ['The warranty ', 'on the ', 'compressor ', 'is seven ', 'years [1].']
const SHOWN = 'The warranty on the compressor is seven years 1.'
const QUESTION_JA = 'コンプレッサーの保証期間は何年ですか'
const MANUAL = 'heat-pump-manual.pdf'
const FILLER = 'Keep the receipt, and have a look at the unit every autumn, before the first frost. '.repeat(6)
const WARRANTY = `# Warranty\n\n${FILLER}\n\n## Compressor\n\n${FACT}\n\n${FILLER}\n\n## Fan\n\n${FILLER}\n`

describeInBrowser('asking on the page', () => {
  let web: WebJourney
  let visit: Visit
  beforeAll(async () => {
    web = await startWebJourney({
      prepare: async (journey) => {
        await journey.write('warranty.md', WARRANTY)
        await journey.write('保証.md', '# 保証\n\nコンプレッサーの保証期間は7年です。\n')
        await journey.write(MANUAL, await readFile(join(FORMATS, MANUAL)))
        // Passages that are shorter than a page and a section.
        journey.configure({ KIKU_INGEST_CHUNK_TOKENS: '64' })
      },
    })
    web.say('compressor', { chunks: PIECES })
    web.say(QUESTION_JA, { content: '保証期間は7年です[1]。' })
    web.say('E7', { content: 'E7 means that the refrigerant pressure is too low [1].' })
    web.say('Hello', { content: 'Hello to you!' })
    await web.start()
  }, PATIENCE_MS)
  beforeEach(async () => {
    visit = await web.visit()
    await visit.open()
  })
  afterEach(async () => {
    expect(await visit.watch.harm()).toEqual([])
    await visit.context.close()
  })
  afterAll(() => web?.end())

  it('shows words as they are written', async () => {
    const gate = createGate()
    const question = 'Tell me, how long is the warranty on the compressor?'
    web.say(question, pausing(PIECES, { 4: gate }))

    const asked = await visit.ask(question)
    await asked.getByText('The warranty on the compressor is seven').waitFor()
    await visit.shot('streaming')
    const early = await footOf(asked).count()
    gate.open()
    await footOf(asked).waitFor()
    await visit.shot('answer')

    expect(early).toBe(0)
    expect(await answerOf(asked)).toBe(SHOWN)
  })

  it('answers in Japanese on a Japanese page', async () => {
    const japanese = await web.visit({ language: 'ja' })
    await japanese.open()

    const asked = await japanese.askFully(QUESTION_JA)
    await japanese.shot('answer-ja')

    expect(await answerOf(asked)).toBe('保証期間は7年です1。')
    expect(await asked.locator('.chip').textContent()).toContain('文書')
    expect(await japanese.page.locator('html').getAttribute('lang')).toBe('ja')
    expect(await japanese.watch.harm()).toEqual([])
    await japanese.context.close()
  })

  it('leaves Enter to an input method that is composing', async () => {
    const keys = await visit.context.newCDPSession(visit.page)
    await visit.box.focus()

    await keys.send('Input.imeSetComposition', { text: 'コンプレッサー', selectionStart: 7, selectionEnd: 7 })
    // As an input method leaves it to the page: the key is pressed, and writes no line end.
    await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 13 })
    const sent = await visit.page.getByRole('article').count()
    await keys.send('Input.insertText', { text: QUESTION_JA })
    const written = await visit.box.inputValue()
    await visit.page.keyboard.press('Enter')
    await footOf(visit.exchange(QUESTION_JA)).waitFor()

    expect(sent).toBe(0)
    expect(written).toBe(QUESTION_JA)
  })

  it('answers a follow-up in the same thread', async () => {
    await visit.askFully(QUESTION)
    const address = visit.page.url()

    const asked = await visit.askFully('And for how long is the compressor covered in Norway?')
    await visit.shot('follow-up')

    expect(address).toMatch(/\/threads\/web:local:/)
    expect(visit.page.url()).toBe(address)
    expect(await answerOf(asked)).toBe(SHOWN)
    expect(promptOf(answerRequests(web.model).at(-1)?.chat ?? {})).toContain(QUESTION)
  })

  it('opens the passage of a citation under its heading, with the words marked', async () => {
    const asked = await visit.askFully(QUESTION)

    await asked.getByRole('button', { name: /^Source 1:/ }).click()
    const mark = visit.panel.locator('mark')
    await mark.waitFor()
    await visit.shot('passage')

    expect(await mark.textContent()).toContain(FACT)
    expect(await visit.panel.locator('.passage-place').textContent()).toContain('warranty.md · Compressor')
    expect(await visit.panel.locator('.passage[aria-current]').textContent()).toContain(FACT)
  })

  it('opens the page of a PDF that a citation is from', async () => {
    const asked = await visit.askFully('What does E7 mean on the heat pump?')

    await asked.locator('.citation-card').click()
    await visit.panel.locator('mark').waitFor()
    await visit.shot('passage-pdf')

    expect(await visit.panel.locator('.passage-place').textContent()).toMatch(/heat-pump-manual\.pdf · .*page 3/)
    expect(await visit.panel.locator('mark').textContent()).toContain(
      'E7 means that the refrigerant pressure is too low',
    )
  })

  it('shows all evidence with the scores of each way of searching', async () => {
    const asked = await visit.askFully(QUESTION)

    await asked.getByRole('button', { name: /^All evidence/ }).click()
    const first = visit.panel.locator('.evidence-item').first()
    await first.waitFor()
    await visit.shot('evidence')

    expect(await first.textContent()).toContain(FACT)
    expect(await first.textContent()).toContain(visit.words.ask.cited(1))
    expect(await first.getByRole('rowheader').allInnerTexts()).toEqual(['Relevant', 'Words', 'Meaning', 'Fused'])
    await visit.button(visit.words.ask.openPassage, first).click()
    await visit.panel.locator('mark').waitFor()
    await visit.button(visit.words.ask.backToEvidence, visit.panel).click()
    await first.waitFor()
  })

  it('says why it did not search, and searches when asked to', async () => {
    const asked = await visit.askFully('Hello!')
    await visit.shot('direct')
    const before = promptOf(answerRequests(web.model).at(-1)?.chat ?? {})

    await asked.locator('.chip').click()
    const chart = asked.getByRole('region', { name: visit.words.ask.whyTitle })
    await chart.waitFor()
    await visit.shot('why')
    const ways = await chart.getByRole('table', { name: visit.words.ask.routesTitle }).textContent()
    await visit.button(visit.words.ask.searchLabel, asked).click()
    await asked.getByText(visit.words.ask.searched(['knowledge'], 'unused')).waitFor()
    await footOf(asked).waitFor()
    await visit.shot('searched-after-all')

    expect(ways).toMatch(/Answer directly\d+\s?%/)
    expect(before).not.toContain(FACT)
    expect(await visit.page.getByRole('article').count()).toBe(1)
  })

  it('stops, lets go of the model, and answers when asked to try again', async () => {
    const question = 'Say slowly: how long is the warranty on the compressor?'
    const gate = createGate()
    web.say(question, pausing(PIECES, { 3: gate }))
    const asked = await visit.ask(question)
    await asked.locator('.answer').getByText('The warranty on the').waitFor()

    await visit.button(visit.words.ask.stop).click()
    await asked.getByText(visit.words.ask.stoppedText).waitFor()
    await visit.shot('stopped')
    const held = answerRequests(web.model).at(-1)
    await web.model.until(() => held?.aborted === true)
    gate.open()
    await visit.button(visit.words.ask.tryAgain, asked).click()
    await footOf(asked).waitFor()

    expect(await answerOf(asked)).toBe(SHOWN)
    expect(await visit.page.getByRole('article').count()).toBe(1)
  })

  it('copies an answer as Markdown with its sources', async () => {
    const asked = await visit.askFully(QUESTION)

    await visit.button(visit.words.ask.copy, asked).click()
    await asked.locator('.actions [data-icon=check]').or(asked.locator('.actions .icon')).first().waitFor()
    const copied = await visit.page.evaluate<string>('navigator.clipboard.readText()')

    expect(copied).toContain(PIECES.join(''))
    expect(copied).toMatch(/1.*Warranty.*warranty\.md/s)
  })

  it('keeps a thumb, also over a reload', async () => {
    const asked = await visit.askFully(QUESTION)

    await visit.button(visit.words.ask.notHelpful, asked).click()
    await visit.page.getByLabel(visit.words.ask.reasonChoices[1] ?? '').check()
    await visit.shot('feedback')
    await visit.button(visit.words.ask.reasonSend, asked).click()
    await visit.page.getByText(visit.words.ask.thanks).waitFor()
    await visit.page.reload()

    const thumb = visit.button(visit.words.ask.notHelpful, visit.exchange(QUESTION))
    expect(await thumb.getAttribute('aria-pressed')).toBe('true')
    expect(await answerOf(visit.exchange(QUESTION))).toBe(SHOWN)
  })

  it('can be used with the keyboard alone', async () => {
    const { keyboard } = visit.page
    await visit.page.locator('#question-box:focus').waitFor()

    await keyboard.type(QUESTION)
    await keyboard.press('Enter')
    await footOf(visit.exchange(QUESTION)).waitFor()
    const focused = visit.page.locator(':focus')
    for (let step = 0; step < 30 && (await focused.getAttribute('class')) !== 'citation-mark'; step += 1) {
      await keyboard.press('Shift+Tab')
    }
    await keyboard.press('Enter')
    await visit.panel.locator('mark').waitFor()
    await keyboard.press('Escape')
    await visit.panel.waitFor({ state: 'detached' })

    expect(await focused.getAttribute('class')).toBe('citation-mark')
  })
})
