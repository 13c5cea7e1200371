import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { buildPage } from '../../../scripts/build-page.mjs'
import { startBrowser } from './open-browser.ts'
import { type PageService, startPageService } from './page-service.ts'

export interface OpenedPage {
  readonly page: Page
  readonly service: PageService
}

/** The page, built anew, in a browser before an API that plays scripts. */
interface PageBench {
  /** What the browser complained of: errors in the console, and whatever the policy forbade. */
  readonly complaints: string[]
  open(options?: BrowserContextOptions): Promise<OpenedPage>
  /** Closes what a test has opened. */
  clear(): Promise<void>
  end(): Promise<void>
}

/** A bench for the tests of one `describe`: started before them, cleared after each, ended after all. */
export function usePageBench(): Pick<PageBench, 'open'> & { complaints(): readonly string[] } {
  let bench: PageBench
  beforeAll(async () => {
    bench = await startPageBench()
  })
  afterAll(() => bench.end())
  afterEach(() => bench.clear())
  return { open: (options) => bench.open(options), complaints: () => bench.complaints }
}

async function startPageBench(): Promise<PageBench> {
  const folder = await mkdtemp(join(tmpdir(), 'kiku-page-browser-'))
  await buildPage(join(folder, 'page'))
  const browser = await startBrowser()
  const services: PageService[] = []
  const complaints: string[] = []
  return {
    complaints,
    async open(options = {}) {
      const service = await startPageService(join(folder, 'page'))
      services.push(service)
      service.state.pace = { stage: 1, token: 0 }
      const page = await (await browser.open(options)).newPage()
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.setDefaultTimeout(10_000)
      await page.goto(service.url)
      await page.waitForSelector('.example')
      return { page, service }
    },
    async clear() {
      await browser.closeWindows()
      await Promise.all(services.splice(0).map((service) => service.stop()))
      complaints.splice(0)
    },
    async end() {
      await browser.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** @param answers that there are then */
export async function askOnPage(page: Page, question: string, answers = 1): Promise<void> {
  await page.fill('#question-box', question)
  await page.press('#question-box', 'Enter')
  await page
    .locator('.answer-foot')
    .nth(answers - 1)
    .waitFor()
}

/** Takes a picture where KIKU_TEST_SHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.KIKU_TEST_SHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}
