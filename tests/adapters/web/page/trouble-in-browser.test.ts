import { describe, expect, it } from 'vitest'
import type { StreamEvent } from '../../../../src/adapters/web/api/schemas/answer.ts'
import type { Problem } from '../../../../src/adapters/web/api/schemas/common.ts'
import { findBarriers } from '../../../fakes/web-browser/find-barriers.ts'
import { chromiumPath } from '../../../fakes/web-page/open-browser.ts'
import { askOnPage, shoot, usePageBench } from '../../../fakes/web-page/page-bench.ts'

const HOLIDAYS = 'When is the office closed?'
const SIGNED_OUT = problem(401, 'unauthorized', 'You are not signed in.')

describe.skipIf(chromiumPath === undefined)('the page in a browser when something does not work', () => {
  const { open } = usePageBench()

  it('looks anew for the model as soon as an answer had to do without it', async () => {
    const { page, service } = await open()
    await page.waitForSelector('.state-chip.good')
    // The server tells what it saw last, and looks behind that.
    const stale = page.waitForResponse('**/v1/session')

    await askOnPage(page, 'May I work on holidays?')
    await stale
    service.state.session = { ...service.state.session, model: { name: 'qwen3:8b', isReachable: false } }

    await page.waitForSelector('.state-chip.warn')
    await shoot(page, 'degraded')
    expect(await findBarriers(page)).toEqual([])
  })

  it('looks anew for the server as soon as a connection was lost', async () => {
    const { page, service } = await open()
    await page.waitForSelector('.state-chip.good')
    service.state.session = { ...service.state.session, model: { name: 'qwen3:8b', isReachable: false } }

    await page.fill('#question-box', 'broken line')
    await page.press('#question-box', 'Enter')

    await page.waitForSelector('.state-chip.warn')
  })

  it('says that somebody has to sign in again, and keeps the question', async () => {
    const { page, service } = await open()
    service.state.refusals = new Map([['/v1/', SIGNED_OUT]])

    await page.fill('#question-box', HOLIDAYS)
    await page.press('#question-box', 'Enter')
    const signIn = page.locator('.problem .button')
    await signIn.waitFor()
    await shoot(page, 'signed-out')

    expect(await signIn.textContent()).toBe('Sign in')
    expect(await findBarriers(page)).toEqual([])
    service.state.refusals.clear()
    await page.reload()
    await expect.poll(() => page.inputValue('#question-box')).toBe(HOLIDAYS)
  })

  it('says when to come again to whoever asked too much, and asks then', async () => {
    const { page, service } = await open({ locale: 'ja-JP', viewport: { width: 320, height: 640 } })

    await page.fill('#question-box', 'limited')
    await page.press('#question-box', 'Enter')
    await page.waitForSelector('.problem')
    await shoot(page, 'limited')
    const said = await page.textContent('.problem')
    const barriers = await findBarriers(page)
    service.state.scripts = service.state.scripts.filter(({ word }) => word !== 'limited')
    await page.click('.problem .button')
    await page.waitForSelector('.answer-foot')

    expect(said).toContain('Please wait 20 seconds.')
    expect(barriers).toEqual([])
    expect(await page.locator('.exchange').count()).toBe(1)
  })

  it('says of a file that it is too large, before it is sent and where the server finds so', async () => {
    const { page, service } = await open()
    service.state.session = { ...service.state.session, limits: { questionCharacters: 4_000, uploadBytes: 50 } }
    await page.goto(`${service.url}/sources`)
    await page.waitForSelector('.audience-choice')
    const posted = () => service.requests.filter((request) => request === 'POST /v1/sources').length
    const choose = (name: string, bytes: number) =>
      page.setInputFiles('input[type=file]', [{ name, mimeType: 'text/markdown', buffer: Buffer.alloc(bytes, 'x') }])

    await choose('large.md', 51)
    await page.waitForSelector('.job.failed:has-text("large.md")')
    expect(posted()).toBe(0)
    service.state.refusals.set('/v1/sources', problem(413, 'document-too-large', 'The file is too large.'))
    await choose('larger.md', 50)
    await page.waitForSelector('.job.failed:has-text("larger.md")')
    await shoot(page, 'too-large')

    expect(posted()).toBe(1)
    expect(await page.textContent('.jobs')).toContain('The file is too large.')
    expect(await page.textContent('.jobs')).toContain('The file is larger than 1 kB.')
    expect(await findBarriers(page)).toEqual([])
  })

  it('cancels an upload, and goes on with the next', async () => {
    const { page, service } = await open()
    service.state.jobPace = 1
    await page.goto(`${service.url}/sources`)
    await page.waitForSelector('.audience-choice')
    // The first never arrives.
    await page.route('**/v1/sources', () => {}, { times: 1 })
    const given = (name: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(name) })

    const stopped = page.waitForEvent('requestfailed')
    await page.setInputFiles('input[type=file]', [given('first.md'), given('second.md')])
    await page.click('.job:has-text("first.md") .icon-button')
    await stopped

    await page.waitForSelector('.source h3:text("second.md")')
    expect(await page.locator('.job:has-text("first.md")').count()).toBe(0)
  })

  it('lets nobody approve a call whose time is over, and says so where it runs out on the way', async () => {
    const { page, service } = await open()
    const { scripts } = service.state
    const withExpiry = (expiresAt: number) => {
      service.state.scripts = scripts.map((script) => ({ ...script, steps: script.steps.map(expiring(expiresAt)) }))
    }

    withExpiry(Date.now() - 1)
    await askOnPage(page, 'Book a planning meeting')
    await shoot(page, 'expired')
    expect(await page.locator('.approval').count()).toBe(0)
    expect(await page.textContent('.exchange')).toContain('The time for approving this has passed.')
    expect(await findBarriers(page)).toEqual([])

    withExpiry(Date.now() + 60_000)
    await askOnPage(page, 'Book a second meeting', 2)
    expect(await findBarriers(page)).toEqual([])
    service.state.refusals.set('/v1/ask', problem(410, 'call-expired', 'The time to approve this call is over.'))
    await page.click('.approval .primary')
    await page.waitForSelector('.problem')
    await shoot(page, 'expired-on-the-way')
    expect(await page.textContent('.problem')).toContain('The time to approve this call is over.')
    expect(await findBarriers(page)).toEqual([])
  })
})

function problem(status: number, code: string, title: string): Problem {
  return { type: 'about:blank', title, status, code, retryable: false }
}

function expiring(expiresAt: number) {
  return (step: StreamEvent): StreamEvent => {
    if (step.kind === 'approval-needed') return { ...step, call: { ...step.call, expiresAt } }
    if (step.kind !== 'done' || step.answer.pending === undefined) return step
    return { ...step, answer: { ...step.answer, pending: { ...step.answer.pending, expiresAt } } }
  }
}
