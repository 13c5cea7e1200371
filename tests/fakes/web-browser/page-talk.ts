import process from 'node:process'
import type { Locator, Page } from 'playwright-core'
import { english } from '../../../src/adapters/web/page/text/english.ts'
import { japanese } from '../../../src/adapters/web/page/text/japanese.ts'

/** What somebody does with the page, and where things stand on it. */
export interface PageTalk {
  readonly page: Page
  /** What the page says, in its language. */
  readonly words: typeof english
  readonly box: Locator
  /** What stands beside the conversation. */
  readonly panel: Locator
  open(path?: string): Promise<void>
  /** A question with its answer. */
  exchange(question: string): Locator
  button(name: string | RegExp, inside?: Locator): Locator
  /** Writes a question and sends it with Enter. @returns its part of the page */
  ask(question: string): Promise<Locator>
  /** As `ask`, until the answer is complete. */
  askFully(question: string): Promise<Locator>
  /** Takes a picture where KIKU_TEST_SHOTS names a folder. */
  shot(name: string): Promise<void>
}

export function createPageTalk(
  page: Page,
  { url, language }: { readonly url: string; readonly language: 'en' | 'ja' },
): PageTalk {
  const box = page.locator('#question-box')
  const exchange = (question: string) => page.getByRole('article', { name: question, exact: true })
  const ask = async (question: string) => {
    await box.fill(question)
    await box.press('Enter')
    return exchange(question)
  }
  return {
    page,
    words: language === 'en' ? english : japanese,
    box,
    panel: page.locator('[data-panel]'),
    exchange,
    ask,
    async open(path = '/') {
      await page.goto(`${url}${path}`)
    },
    button: (name, inside) => (inside ?? page).getByRole('button', { name, exact: true }),
    async askFully(question) {
      const asked = await ask(question)
      await footOf(asked).waitFor()
      return asked
    },
    async shot(name) {
      const folder = process.env.KIKU_TEST_SHOTS
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
    },
  }
}

/** Stands below an answer that is complete. */
export function footOf(exchange: Locator): Locator {
  return exchange.locator('.answer-foot')
}

/** The words of an answer, without what only keeps lines together. */
export async function answerOf(exchange: Locator): Promise<string> {
  return ((await exchange.locator('.answer').textContent()) ?? '').replaceAll('\u2060', '')
}
