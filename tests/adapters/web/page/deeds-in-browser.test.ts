import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { findBarriers } from '../../../fakes/web-browser/find-barriers.ts'
import { chromiumPath } from '../../../fakes/web-page/open-browser.ts'
import { askOnPage, shoot, usePageBench } from '../../../fakes/web-page/page-bench.ts'

const HOLIDAYS = 'When is the office closed?'
const NARROW = { width: 320, height: 700 }

describe.skipIf(chromiumPath === undefined)('what people do on the page', () => {
  const { open } = usePageBench()

  it('says each thing about a decision once', async () => {
    const { page } = await open()
    await askOnPage(page, HOLIDAYS)

    const closed = await page.textContent('.chip')
    await page.click('.chip')
    await shoot(page, 'decision')
    const opened = (await page.textContent('.decision')) ?? ''

    expect(closed).toContain('the sources fit well')
    expect(countOf(opened, 'the sources fit well') + countOf(opened, 'fit of the best document')).toBe(1)
    expect(countOf(opened, 'it is a question')).toBe(1)
    expect(opened.match(/\d+ ?%/g)).toEqual([...new Set(opened.match(/\d+ ?%/g))])
    expect(await findBarriers(page)).toEqual([])
  })

  it('says that tools were used only once they were', async () => {
    const { page, service } = await open()
    const { scripts } = service.state
    service.state.scripts = scripts.map((script) => ({ ...script, steps: script.steps.slice(0, -1), end: 'hang' }))

    await page.fill('#question-box', 'Book a planning meeting')
    await page.press('#question-box', 'Enter')
    await page.waitForSelector('.chip-verdict')
    const during = await page.textContent('.chip-verdict')
    await page.press('#question-box', 'Escape')
    await page.waitForSelector('.note')
    service.state.scripts = scripts
    await askOnPage(page, 'Book a planning meeting')
    const waiting = await page.locator('.chip-verdict').last().textContent()
    await askOnPage(page, 'What is 17.5 % of 2,480?', 2)
    const used = await page.locator('.chip-verdict').last().textContent()

    expect(during).toMatch(/^Searching documents, (?:looking for|choosing) a tool$/)
    expect(waiting).toBe('Searched documents, chose a tool')
    expect(used).toBe('Searched documents, used tools')
  })

  it('opens the form for what was wrong in sight, and gives the focus back', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 500 } })
    await askOnPage(page, HOLIDAYS)

    await page.click('button[aria-label="Not helpful"]')
    await page.waitForSelector('.feedback-form')
    await shoot(page, 'feedback')

    expect(await page.evaluate(`document.activeElement.closest('.feedback-form') !== null`)).toBe(true)
    expect(await isInSight(page, '.feedback-form [type=submit]')).toBe(true)
    await page.click('.feedback-form .button:not(.primary)')
    await page.waitForSelector('.feedback-form', { state: 'detached' })
    expect(await page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe('Not helpful')
  })

  it('goes on renaming and deleting a conversation where the window becomes narrow, and wide again', async () => {
    const { page } = await open()
    const [first] = await page.locator('.thread-row .thread-link').allTextContents()

    await page.hover('.thread-row >> nth=0')
    await page.click('.thread-row >> nth=0 >> [title="Rename"]')
    await page.fill('.dialog input', 'Closing days')
    await page.setViewportSize(NARROW)
    await page.waitForSelector('.sidebar', { state: 'detached' })
    await shoot(page, 'rename-narrow')
    expect(await page.inputValue('.dialog input')).toBe('Closing days')
    await page.setViewportSize({ width: 1280, height: 700 })
    await page.waitForSelector('.sidebar')
    await page.press('.dialog input', 'Enter')
    await page.waitForSelector('.thread-link:text("Closing days")')
    await page.hover('.thread-row >> nth=0')
    await page.click('.thread-row >> nth=0 >> [title="Delete"]')
    await page.setViewportSize(NARROW)
    await page.waitForSelector('.sidebar', { state: 'detached' })
    await page.click('.dialog .danger')
    await page.waitForSelector('.notice')

    expect(first).not.toBe('Closing days')
    await page.click('.notice .link-button')
  })

  it('adds for whom somebody chose, and says for whom things are', async () => {
    const { page, service } = await open()
    service.state.jobPace = 1
    service.state.session = {
      ...service.state.session,
      labels: ['public', 'person:web:local', 'group:people'],
    }
    await page.goto(`${service.url}/sources`)
    await page.waitForSelector('.audience-choice select')
    const options = await page.locator('.audience-choice option').allTextContents()

    await page.selectOption('.audience-choice select', 'person:web:local')
    await page.setInputFiles('input[type=file]', [
      { name: 'plan.md', mimeType: 'text/markdown', buffer: Buffer.from('# Plan') },
    ])
    await page.waitForSelector('.source:has-text("plan.md"):has-text("Readable by: only you")')
    await page.selectOption('.audience-choice select', 'group:people')
    const adding = page.waitForRequest((request) => request.method() === 'POST')
    await page.fill('input[type=url]', 'https://example.com/')
    await page.press('input[type=url]', 'Enter')

    expect(options).toEqual(['everyone', 'only you', 'the group people'])
    expect((await adding).postDataJSON()).toEqual({ url: 'https://example.com/', audience: 'group:people' })
    await page.waitForSelector('.source:has-text("Readable by: the group people")')
    await shoot(page, 'audience')
    expect(await findBarriers(page)).toEqual([])
  })

  it('says how many of the files were there already', async () => {
    const { page, service } = await open()
    service.state.unchanged = 1
    service.state.jobPace = 1
    await page.goto(`${service.url}/sources`)
    await page.waitForSelector('.audience-choice')

    await page.setInputFiles('input[type=file]', [
      { name: 'plan.md', mimeType: 'text/markdown', buffer: Buffer.from('# Plan') },
    ])

    await page.waitForSelector('.job.done:has-text("1 there already")')
  })
})

function countOf(text: string, part: string): number {
  return text.split(part).length - 1
}

/** Whether the middle of an element is neither outside of the window nor below something else. */
function isInSight(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`{
    const element = document.querySelector(${JSON.stringify(selector)})
    const { left, top, width, height } = element.getBoundingClientRect()
    element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
  }`)
}
