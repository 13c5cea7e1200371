import type { BrowserContext, Page } from 'playwright-core'

/** What hostile texts would set if any of them were run. */
export const MARKER = 'kikuWasRun'

/** Everything that a page does which it should not. */
export interface PageWatch {
  /** What went wrong since the last look, apart from what is meant to. @param meant what may be on the console */
  harm(meant?: RegExp): Promise<readonly string[]>
}

/** @param origin the only place that pages may reach */
export async function watchPages(context: BrowserContext, origin: string): Promise<PageWatch> {
  const noise: string[] = []
  const harms: string[] = []
  // A violation tells more in the page than on the console.
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    console.error('policy ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`)
  context.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url())
    if (/^(?:https?|wss?|ftp):$/.test(protocol) && to !== origin) harms.push(`request to ${request.url()}`)
  })
  const watch = (page: Page) => {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) noise.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => harms.push(`thrown: ${error.message}`))
    page.on('dialog', (dialog) => {
      harms.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('download', (download) => harms.push(`download: ${download.url()}`))
  }
  context.on('page', watch)
  return {
    async harm(meant = /^$/) {
      // Where a page could not be loaded there is nothing to look into.
      const look = (page: Page) => page.evaluate<boolean>(`window.${MARKER} !== undefined`).catch(() => false)
      const marked = await Promise.all(context.pages().map(look))
      const ran = marked.filter((isMarked) => isMarked).map(() => 'a script was run')
      return [...harms.splice(0), ...noise.splice(0).filter((line) => !meant.test(line)), ...ran]
    },
  }
}
