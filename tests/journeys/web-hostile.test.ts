import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createGate, pausing } from '../fakes/gate.ts'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { findStrangers, MARKUP } from '../fakes/web-browser/markup.ts'
import { footOf } from '../fakes/web-browser/page-talk.ts'
import { PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const SERVER = fileURLToPath(new URL('../fakes/web-browser/hostile-tools.mjs', import.meta.url))
const [IMAGE = ''] = MARKUP
const ALL = MARKUP.join('\n\n')
const NOTE = `${IMAGE} & [click](javascript:alert(1)) \u202e"quoted"`

describeInBrowser('markup from elsewhere on the page', () => {
  let web: WebJourney
  let visit: Visit
  let callsFile: string
  beforeAll(async () => {
    web = await startWebJourney({
      prepare: async (journey) => {
        const orchids = `# Orchids ${IMAGE}\n\nThe orchid blooms in March. ${MARKUP.join(' ')}\n`
        await journey.write(
          '<img src=x onerror=alert(1)>.md',
          orchids.replaceAll('Orchid', 'Tulip').replaceAll('orchid', 'tulip'),
        )
        await journey.write('orchids.txt', orchids)
        const words = await journey.write('../words.txt', ALL)
        callsFile = await journey.write('../calls.log', '')
        const notes = { command: process.execPath, args: [SERVER, words, callsFile], trustAnnotations: true }
        journey.configure({ KIKU_MCP_SERVERS: JSON.stringify({ notes }) })
      },
    })
    web.say('orchid', { content: `The orchid blooms in March [1]. ${ALL}` })
    web.say('tulip', { content: 'The tulip blooms in March [1].' })
    web.say('Hello', { content: `Hello!\n\n${ALL}` })
    for (const verb of ['read', 'burn']) {
      web.call(`${verb} the notes`, ({ messages = [] }) => {
        const toolCalls = [{ name: `notes__${verb}_notes`, arguments: { note: NOTE } }]
        return messages.some(({ role }) => role === 'tool') ? { content: 'DONE' } : { toolCalls }
      })
    }
    web.say('the notes of the team', { content: `The notes of the team say: ${ALL} [1]` })
    await web.start()
  }, PATIENCE_MS)
  beforeEach(async () => {
    visit = await web.visit()
    await visit.open()
  })
  afterEach(async () => {
    expect(await findStrangers(visit.page)).toEqual([])
    expect(await visit.watch.harm(/404/)).toEqual([])
    await visit.context.close()
  })
  afterAll(() => web?.end())

  it.each([
    ['its text and title', 'When does the orchid bloom?', 'onerror'],
    ['its file name', 'When does the tulip bloom?', '<img src=x onerror=alert(1)>.md'],
  ])('is text where it comes from a document: %s', async (_, question, shown) => {
    const asked = await visit.askFully(question)
    await visit.shot('hostile-document')
    await asked.locator('.citation-card').first().click()
    await visit.panel.locator('mark').waitFor()
    await visit.shot('hostile-passage')
    const passage = await visit.panel.textContent()
    const strangers = await findStrangers(visit.page)
    await asked.getByRole('button', { name: /^All evidence/ }).click()
    await visit.panel.locator('.evidence-item').first().waitFor()

    expect(passage).toContain(shown)
    expect(strangers).toEqual([])
    expect(await visit.panel.textContent()).toContain('onerror')
  })

  it('is text in an answer, while it is written and afterwards', async () => {
    const gate = createGate()
    const code = `\n\n\`\`\`html\n${IMAGE}\n\`\`\`\n\n`
    const pieces = [code, ...MARKUP.map((one) => `\n\n${one}`), ' Bye!']
    web.say('Hello there', pausing(pieces, { [MARKUP.length + 1]: gate }))

    const asked = await visit.ask('Hello there!')
    await asked.getByText('autofocus').waitFor()
    await visit.shot('hostile-streaming')
    const early = await findStrangers(visit.page)
    gate.open()
    await footOf(asked).waitFor()
    await visit.shot('hostile-answer')

    expect(early).toEqual([])
    expect(await asked.locator('.answer code').textContent()).toContain('<img src=x')
    expect(await asked.locator('.answer a').count()).toBe(0)
  })

  it('is text even in an answer that Kiku itself would not let through', async () => {
    const written = `${ALL}\n\n${MARKUP.map((one) => `- ${one}`).join('\n')}\n\n# ${IMAGE}\n\n[1]: javascript:alert(1)`
    await visit.page.route('**/v1/ask', (route) =>
      route.fulfill({ contentType: 'text/event-stream', body: writeStream(written) }),
    )

    const asked = await visit.askFully('Hello!')
    await visit.shot('hostile-raw')
    for (const button of ['.chip', '.disclosure summary', '.citation-card']) await asked.locator(button).click()
    await visit.panel.getByText('onerror').first().waitFor()

    expect(await asked.locator('.answer').textContent()).toContain(IMAGE)
  })

  it('is text in questions, in the list of conversations and in what is asked about them', async () => {
    const ask = (markup: string) =>
      visit.page.request.post(`${web.url()}/v1/ask`, {
        headers: { origin: web.url() },
        data: { question: `Hello ${markup}`, search: 'never' },
      })
    const replies = await Promise.all(MARKUP.map(ask))
    await visit.page.reload()
    await visit.page
      .locator('.thread-link')
      .nth(MARKUP.length - 1)
      .waitFor()
    await visit.shot('hostile-threads')

    for (let number = 0; number < MARKUP.length; number += 1) {
      await visit.page.locator('.thread-link').nth(number).click()
      await footOf(visit.page.getByRole('article')).waitFor()
    }
    for (const dialog of [0, 1]) {
      await visit.page.locator('.thread-row:has([aria-current]) button').nth(dialog).click()
      await visit.page.getByRole('dialog').waitFor()
      await visit.shot(`hostile-dialog-${dialog}`)
      expect(await findStrangers(visit.page)).toEqual([])
      await visit.page.keyboard.press('Escape')
    }

    expect(replies.map((reply) => reply.status())).toEqual(MARKUP.map(() => 200))
  })

  it('is text in titles, arguments and words of tools, and a call is made as it was approved', async () => {
    const asked = await visit.ask('Please burn the notes of the team.')
    const card = asked.locator('.approval')
    await card.waitFor()
    await visit.shot('approval')
    const shown = JSON.parse((await card.locator('pre').textContent()) ?? '')
    const strangers = await findStrangers(visit.page)
    const before = await readFile(callsFile, 'utf8')

    await visit.button(visit.words.ask.decline, card).click()
    await asked.getByText(visit.words.ask.declined).waitFor()
    const declined = await readFile(callsFile, 'utf8')
    const again = await visit.ask('Please do burn the notes of the team.')
    await visit.button(visit.words.ask.approve, again.locator('.approval')).click()
    await again.locator('.approval').waitFor({ state: 'detached' })
    await footOf(again).waitFor()
    await visit.shot('approved')

    expect(shown).toEqual({ note: NOTE })
    expect(strangers).toEqual([])
    expect([before, declined]).toEqual(['', ''])
    const [called, ...others] = (await readFile(callsFile, 'utf8')).trim().split('\n')
    expect(JSON.parse(called ?? '')).toMatchObject({ name: 'burn_notes', arguments: { note: NOTE } })
    expect(others).toEqual([])
  })

  it('is text in what a tool says', async () => {
    const asked = await visit.askFully('Please read the notes of the team.')
    await visit.shot('tool-said')

    await asked.locator('.disclosure summary').click()
    await visit.shot('tool-trace')
    expect(await asked.locator('.disclosure').textContent()).toContain('read_notes')
    await asked.locator('.citation-card').first().click()
    await visit.panel.getByText('onerror').first().waitFor()
    await visit.shot('tool-quote')
  })

  it.each(['/threads/%3Cimg%20src=x%20onerror=alert(1)%3E', '/%22%3E%3Cscript%3Ealert(1)%3C/script%3E'])(
    'is text in an address (%s)',
    async (path) => {
      await visit.open(path)

      await visit.page.locator('h1').first().waitFor()
    },
  )

  it('cannot be laid around the page by another site', async () => {
    const site = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<iframe src="${web.url()}/"></iframe>`)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const { port } = site.address() as AddressInfo

    await visit.page.goto(`http://127.0.0.1:${port}/`)
    const frame = visit.page.frames()[1]

    expect(await frame?.locator('#question-box').count()).toBe(0)
    await visit.page.goto('about:blank')
    await visit.watch.harm(/./)
    site.closeAllConnections()
    await new Promise((resolve) => site.close(resolve))
  })
})

/** An answer every word of which is markup, as the server tells it. */
function writeStream(text: string): string {
  const route = { direct: 0.1, knowledge: 0.9, history: 0, tool: 0 }
  const decision = {
    ...{ labels: ['knowledge', 'tool'], probabilities: route, confidence: 1, decidedBy: 'features' },
    ...{ reasons: [IMAGE], features: { [IMAGE]: 1 } },
  }
  const citation = {
    number: 1,
    key: -1,
    title: IMAGE,
    location: IMAGE,
    locator: { headings: [IMAGE] },
    quote: IMAGE,
    score: 1,
  }
  const call = { id: IMAGE, arguments: { [IMAGE]: IMAGE }, outcome: 'done', durationMs: 1, code: IMAGE }
  const answer = {
    ...{ kind: 'answered', text: `${text} [1]`, citations: [citation], decision, evidence: { used: 1, found: 1 } },
    ...{ model: IMAGE, question: IMAGE, timings: { [IMAGE]: 1, total: 1 }, degraded: IMAGE },
    tools: { considered: [{ id: IMAGE, probability: 1 }], calls: [call] },
  }
  const events = [
    { kind: 'begun', threadId: `web:local:${IMAGE}`, turnId: IMAGE },
    { kind: 'status', stage: 'answer' },
    { kind: 'decision', decision },
    { kind: 'tool-call', name: IMAGE, arguments: {} },
    { kind: 'token', text },
    { kind: 'done', answer },
  ]
  return events.map((event) => `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}
