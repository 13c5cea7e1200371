import { describe, expect, it } from 'vitest'
import { findBarriers } from '../../../fakes/web-browser/find-barriers.ts'
import { chromiumPath } from '../../../fakes/web-page/open-browser.ts'
import { askOnPage, usePageBench } from '../../../fakes/web-page/page-bench.ts'

// Visible in the log, so that nobody takes the silence for success.
if (chromiumPath === undefined) process.stdout.write('Skipped: no Chromium is installed to try the page in.\n')

describe.skipIf(chromiumPath === undefined)('the page in a browser', () => {
  const { open, complaints } = usePageBench()
  const ask = askOnPage

  it('answers, opens the cited passage, and gives the focus back', async () => {
    const { page } = await open()

    await ask(page, 'When is the office closed?')
    await page.focus('button.citation-mark')
    await page.keyboard.press('Enter')
    await page.waitForSelector('mark')

    expect(await page.textContent('mark')).toContain('29 December to 3 January')
    expect(await findBarriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await page.evaluate(`document.activeElement.className`)).toBe('citation-mark')
    expect(page.url()).toContain('/threads/web:local:')
    expect(complaints()).toEqual([])
  })

  it('speaks Japanese, fits a narrow phone, and sends nothing while an input method is at work', async () => {
    const { page, service } = await open({ locale: 'ja-JP', viewport: { width: 320, height: 640 } })
    const input = await page.context().newCDPSession(page)

    await page.focus('#question-box')
    await input.send('Input.imeSetComposition', { text: 'ねんまつ', selectionStart: 4, selectionEnd: 4 })
    await input.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    })
    expect(service.requests).not.toContain('POST /v1/ask')
    await input.send('Input.insertText', { text: '年末年始の休業は？' })
    await page.press('#question-box', 'Enter')
    await page.waitForSelector('.answer-foot')

    expect(await page.textContent('.chip-verdict')).toBe('文書を検索')
    expect(await page.getAttribute('html', 'lang')).toBe('ja')
    expect(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
  })

  it('runs and loads nothing that stands in questions, answers, titles, addresses or documents', async () => {
    const { page, service } = await open()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))

    await ask(page, '<img src=x onerror="window.pwned=4">')
    await page.click('button.citation-mark')
    await page.waitForSelector('mark')

    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.locator('main :is(img, iframe, script, svg[onload])').count()).toBe(0)
    expect(
      await page.locator('main a, aside a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['https://evil.example.com/', 'https://docs.example.com/guide'])
    expect(new Set(asked)).toEqual(new Set([service.url]))
    expect(complaints()).toEqual([])
  })

  it('asks again by itself when the connection was lost', async () => {
    const { page, service } = await open()

    await page.fill('#question-box', 'broken line')
    await page.press('#question-box', 'Enter')
    await page.waitForSelector('.status.lost')
    service.state.scripts = service.state.scripts.filter(({ word }) => word !== 'broken')
    await page.evaluate(`dispatchEvent(new Event('online'))`)
    await page.waitForSelector('.answer-foot')

    expect(await page.locator('.exchange').count()).toBe(1)
    expect(service.requests.filter((request) => request === 'POST /v1/ask')).toHaveLength(2)
  })

  it('tells screen readers of the finished answer once, not of every token', async () => {
    const { page } = await open()
    await page.evaluate(`{
      const region = document.querySelector('[data-announcement]')
      window.said = []
      new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true, subtree: true, characterData: true })
    }`)

    await ask(page, 'When is the office closed?')

    const said = (await page.evaluate('window.said')) as string[]
    expect(said.filter((text) => text.startsWith('Answer: '))).toHaveLength(1)
    expect(said.length).toBeLessThan(10)
  })

  it('stops with Escape, keeps what was written, and keeps a draft over a reload', async () => {
    const { page } = await open()

    await page.fill('#question-box', 'endless')
    await page.press('#question-box', 'Enter')
    await page.waitForSelector('.growing')
    await page.press('#question-box', 'Escape')
    await page.waitForSelector('.answer.cut')
    await page.fill('#question-box', 'half a thought')
    await page.reload()

    await expect.poll(() => page.inputValue('#question-box')).toBe('half a thought')
  })

  it('shows the exact arguments of a call, and approves or declines just that one', async () => {
    const { page } = await open()
    await ask(page, 'Book a planning meeting')

    const approving = page.waitForRequest('**/v1/ask')
    expect(await page.textContent('.approval pre')).toContain('"aki@example.com"')
    await page.click('.approval .primary')
    const approved = (await approving).postDataJSON() as Record<string, unknown>
    await page.waitForSelector('.approval')
    const declining = page.waitForRequest('**/v1/approvals')
    await page.click('.approval .button:not(.primary)')
    const declined = (await declining).postDataJSON() as Record<string, unknown>

    expect(approved.approved).toEqual(declined)
    expect(declined).toMatchObject({ callId: 'call-7f3a' })
    await page.waitForSelector('.approval', { state: 'detached' })
  })

  it('deletes a thread only when the time for undoing is over, or when the page is left', async () => {
    const { page, service } = await open()
    await page.goto(`${service.url}/threads/${service.state.threads[0]?.id}`)
    const remove = async () => {
      await page.waitForSelector('.answer-foot')
      await page.click('.thread-row:has([aria-current]) [title="Delete"]')
      await page.click('.dialog .danger')
      await page.waitForSelector('.notice')
    }
    const deletions = () => service.requests.filter((request) => request.startsWith('DELETE')).length

    await remove()
    await page.click('.notice .link-button')
    await remove()
    expect(deletions()).toBe(0)
    await page.goto('about:blank')

    await expect.poll(deletions).toBe(1)
  })

  it('takes several files with their progress, and says which it cannot take', async () => {
    const { page, service } = await open()
    service.state.jobPace = 5
    await page.goto(`${service.url}/sources`)
    await page.waitForSelector('.source')

    await page.setInputFiles('input[type=file]', [
      { name: 'plan.md', mimeType: 'text/markdown', buffer: Buffer.from('# Plan') },
      { name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
      { name: '規則.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
    ])
    await page.waitForSelector('.source h3:text("規則.pdf")')
    await page.waitForSelector('.source h3:text("plan.md")')

    expect(await page.textContent('.job.failed')).toContain('run.exe')
    expect(await findBarriers(page)).toEqual([])
  })

  it('shows insight as a chart and as a table, in the dark too', async () => {
    const { page, service } = await open({ colorScheme: 'dark' })
    await page.goto(`${service.url}/insight`)
    await page.waitForSelector('.day-chart')

    await page.click('.chart summary')

    expect(await page.locator('.chart tbody tr').count()).toBe(30)
    expect(await findBarriers(page)).toEqual([])
    await page.click('.unanswered-button')
    await page.waitForSelector('.answer-foot')
    expect(await page.textContent('.question')).toContain('moon')
    expect(complaints()).toEqual([])
  })
})
