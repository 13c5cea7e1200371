import { existsSync } from 'node:fs'
import process from 'node:process'
import { type Browser, chromium } from 'playwright-core'
import { describe } from 'vitest'

const PLACES = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const FOUND = PLACES.find((place) => place !== '' && existsSync(place))
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // Whatever a page may try to reach, nothing leaves this machine.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
]

/** Tests in a real browser; skipped, with a line that says so, where none is installed. */
export const describeInBrowser = describe.skipIf(FOUND === undefined)

if (FOUND === undefined) {
  process.stderr.write('Journeys in a browser are skipped: no Chromium was found. CHROMIUM_PATH may name one.\n')
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: FOUND ?? '', args: ARGUMENTS })
}
