import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { FORMATS } from '../fakes/journey-bench.ts'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { answerOf, footOf } from '../fakes/web-browser/page-talk.ts'
import { PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const HOSTILE = '"><img src=x onerror="window.kikuWasRun=1">.md'
const CLIMBING = '../../climbed.md'

describeInBrowser('sources on the page', { timeout: PATIENCE_MS }, () => {
  let web: WebJourney
  let visit: Visit
  beforeAll(async () => {
    web = await startWebJourney({
      prepare: (journey) => journey.write('harbour.md', '# Harbour\n\nThe harbour office opens at nine.\n'),
    })
    web.say('tariff', { content: 'The tariff for kayaks is four euros [1].' })
    await web.start()
  }, PATIENCE_MS)
  beforeEach(async () => {
    visit = await web.visit()
    await visit.open('/sources')
    await visit.page.locator('.source').first().waitFor()
  })
  afterEach(async () => {
    expect(await visit.watch.harm(/status of 4/)).toEqual([])
    await visit.context.close()
  })
  afterAll(() => web?.end())

  const source = (label: string) => visit.page.locator('.source', { has: visit.page.getByText(label, { exact: true }) })
  const job = (label: string) => visit.page.locator('.job', { has: visit.page.getByText(label, { exact: true }) })
  const choose = (name: string, content: string | Buffer) =>
    visit.page.locator('input[type=file]').setInputFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    })

  it('takes a file, and answers from it', async () => {
    await visit.page.locator('.audience-choice select').selectOption('person:web:local')
    await choose('tariffs.md', '# Tariffs\n\nThe tariff for kayaks is four euros.\n')
    await ended(job('tariffs.md'))
    await visit.shot('sources')
    const shown = await source('tariffs.md').textContent()
    await visit.open()
    const asked = await visit.askFully('What is the tariff for kayaks?')

    expect(shown).toContain(visit.words.shell.documents(1))
    expect(shown).toContain(visit.words.sources.ownAudience)
    expect(shown).not.toContain('uploads')
    expect(await answerOf(asked)).toBe('The tariff for kayaks is four euros 1.')
    await asked.locator('.citation-card').click()
    expect(await visit.panel.locator('mark').textContent()).toBe('The tariff for kayaks is four euros.')
  })

  it('takes files that are dropped, and shows how far it is', async () => {
    const files = await visit.page.evaluateHandle(`(() => {
      const transfer = new DataTransfer()
      for (const name of ['dropped-one.md', 'dropped-two.txt']) {
        transfer.items.add(new File(['# Dropped\\n\\n' + 'The pier is long. '.repeat(2000) + name], name))
      }
      return transfer
    })()`)

    await visit.page.dispatchEvent('main', 'dragover', { dataTransfer: files })
    await visit.page.getByText(visit.words.sources.dropNow).waitFor()
    await visit.shot('drop')
    await visit.page.dispatchEvent('main', 'drop', { dataTransfer: files })
    await job('dropped-one.md').waitFor()
    await visit.shot('uploading')
    await source('dropped-one.md').waitFor()
    await source('dropped-two.txt').waitFor()
  })

  it.each([
    ['that is markup', HOSTILE],
    ['that climbs out of its folder', CLIMBING],
    ['that is a path of another system', '..\\..\\climbed-too.md'],
    ['with letters that turn the others round', 'gpj.\u202e\u2066harmless.md'],
  ])('takes a file with a name %s as a name', async (_, name) => {
    const folder = web.journey.folder

    await choose(name, '# Notes\n\nA note with an unusual name.\n')
    await visit.page.locator('.job.done').waitFor()
    await visit.shot(`source-named-${name.length}`)

    expect(await visit.page.locator('main img').count()).toBe(0)
    expect((await readdir(folder)).sort()).toEqual(['data', 'documents'])
    expect(await readdir(join(folder, 'documents'))).toEqual(['harbour.md'])
    expect((await readdir(web.journey.data)).filter((entry) => /climbed/.test(entry))).toEqual([])
  })

  it('says what is wrong with a file that cannot be read, and with one of another kind', async () => {
    await choose('locked.pdf', await readFile(join(FORMATS, 'locked.pdf')))
    await job('locked.pdf').waitFor()
    const trouble = job('locked.pdf').locator('p')
    await trouble.waitFor()
    await visit.shot('unreadable')
    await choose('program.exe', 'MZ')
    await job('program.exe').waitFor()
    await visit.shot('unsupported')

    expect(await trouble.textContent()).toMatch(/password/i)
    expect(await job('program.exe').textContent()).toContain(visit.words.sources.unsupported)
  })

  it('reads no page of a private address', async () => {
    const reached: string[] = []
    const server = await listen(reached)
    const address = visit.page.getByLabel(visit.words.sources.url)

    await address.fill(`http://127.0.0.1:${portOf(server)}/secrets`)
    await visit.button(visit.words.sources.add).click()
    const complaint = visit.page.locator('.notice.bad, .job.failed')
    await complaint.first().waitFor()
    await visit.shot('url-refused')
    await address.fill('file:///etc/passwd')
    await visit.button(visit.words.sources.add).click()
    await visit.page.getByText(visit.words.sources.urlInvalid).waitFor()

    expect(reached).toEqual([])
    await new Promise((resolve) => server.close(resolve))
  })

  it('refreshes and removes a source', async () => {
    await choose('removed.md', '# Removed\n\nThe removed paper speaks of marzipan-4711.\n')
    await ended(job('removed.md'))
    const finds = async () => {
      const reply = await visit.page.request.get(`${web.url()}/v1/search?q=marzipan-4711`)
      return (await reply.text()).includes('removed paper')
    }
    const before = await finds()

    await visit.button(visit.words.sources.refreshLabel('removed.md')).click()
    await ended(job('removed.md'))
    await visit.button(visit.words.sources.removeLabel('removed.md')).click()
    await visit.shot('remove-source')
    await visit.button(visit.words.sources.remove, visit.page.getByRole('dialog')).click()
    await source('removed.md').waitFor({ state: 'detached' })

    expect(before).toBe(true)
    expect(await finds()).toBe(false)
  })

  it('tells what was asked and how it went', async () => {
    await visit.open()
    await visit.askFully('What is the tariff for kayaks?')
    await visit.page.locator('.places').getByText(visit.words.shell.newThread).click()
    const unanswered = 'Which comet is named after the harbour master?'
    await visit.page.getByLabel(visit.words.ask.searchMode).selectOption('always')
    await visit.askFully(unanswered)

    await visit.page.locator('.places').getByText(visit.words.shell.insight).click()
    await visit.page.locator('dl.figures').waitFor()
    await visit.shot('insight')
    const figures = await visit.page.locator('dl.figures').textContent()

    expect(figures).toMatch(/Questions\d/)
    await visit.page.getByRole('region', { name: visit.words.insight.sources }).getByText('Tariffs').waitFor()
    await visit.page.getByRole('region', { name: visit.words.insight.latency }).getByRole('table').waitFor()
    await visit.page.getByText(unanswered).first().click()
    await footOf(visit.exchange(unanswered)).waitFor()
  })
})

async function ended(job: Locator): Promise<void> {
  await job.and(job.page().locator('.done')).first().waitFor()
}

async function listen(reached: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    reached.push(request.url ?? '')
    response.end('<title>Secrets</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
