import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where the system's Chromium is; undefined where there is none. */
export const chromiumPath = PLACES.find((path) => existsSync(path))

export interface BrowserBench {
  /** A browser window of its own, without anything that was kept. */
  open(options?: BrowserContextOptions): Promise<BrowserContext>
  closeWindows(): Promise<void>
  end(): Promise<void>
}

/** Starts the system's Chromium so that it reaches nothing by itself. @throws Error where there is none */
export async function startBrowser(): Promise<BrowserBench> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium.')
  const folder = await mkdtemp(join(tmpdir(), 'kiku-chromium-'))
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    env: { ...process.env, HOME: folder },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    open: (options = {}) => browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options }),
    closeWindows: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    end: async () => {
      await browser.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
