import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { buildPage } from '../../../scripts/build-page.mjs'
import { type Environment, type Journey, startJourney } from '../journey-bench.ts'
import { type AnswerScript, answering, promptOf, purposeOf } from '../journey-model.ts'
import type { JourneyProcess } from '../journey-process.ts'
import type { OllamaServer } from '../ollama-server.ts'
import type { ScriptedChat } from '../ollama-wire.ts'
import { launchChromium } from './chromium.ts'
import { createPageTalk, type PageTalk } from './page-talk.ts'
import { type PageWatch, watchPages } from './watch-page.ts'

/** Somebody at a browser of their own. */
export interface Visit extends PageTalk {
  readonly context: BrowserContext
  readonly watch: PageWatch
}

/** Kiku as a service with its page, and a browser before it. */
export interface WebJourney {
  readonly journey: Journey
  readonly model: OllamaServer
  /** Without a slash at its end. */
  readonly url: () => string
  readonly output: () => string
  /** The model answers so whatever has this word in its prompt; the latest rule first. */
  say(word: string, answer: AnswerScript | ScriptedChat): void
  /** As `say`, for which tools it calls. */
  call(word: string, script: AnswerScript): void
  start(): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
  /** @param look of the browser; English unless given */
  visit(look?: { readonly language: 'en' | 'ja' }): Promise<Visit>
  end(): Promise<void>
}

const PAGE = fileURLToPath(new URL('../../../dist/page', import.meta.url))
/** For a test file to begin: two programs are started, one of them a browser. */
export const PATIENCE_MS = 60_000
const DEADLINE_MS = 15_000
export const DESK = { width: 1280, height: 800 }
const LOCALES = { en: 'en-GB', ja: 'ja-JP' } as const

/** @param prepare fills `documents/`, which is then ingested */
export async function startWebJourney({
  prepare = async () => {},
  environment = {},
}: {
  readonly prepare?: (journey: Journey) => Promise<unknown>
  readonly environment?: Environment
} = {}): Promise<WebJourney> {
  if (!existsSync(`${PAGE}/index.html`)) await buildPage(PAGE)
  const launching = launchChromium()
  const journey = await startJourney()
  const end = async () => {
    await launching.then((launched) => launched.close()).finally(() => journey.end())
  }
  try {
    await prepare(journey)
    await journey.run(['ingest', 'documents'])
  } catch (thrown) {
    await end()
    throw thrown
  }
  const rules: { readonly purpose: string; readonly word: string; readonly script: AnswerScript }[] = []
  const model = await journey.connect({
    numParallel: 4,
    script: (body) => {
      const [purpose, prompt] = [purposeOf(body), promptOf(body)]
      const rule = rules.find((one) => one.purpose === purpose && prompt.includes(one.word))
      return (rule?.script ?? answering({ content: 'I have nothing to say.' }))(body)
    },
  })
  journey.configure({
    KIKU_WEB_ENABLED: 'true',
    KIKU_WEB_PORT: '0',
    KIKU_MODEL_CONCURRENT_REQUESTS: '4',
    ...environment,
  })
  const browser = await launching
  let process: JourneyProcess | undefined
  let url = ''
  const output = () => `${process?.stdout()}${process?.stderr()}`

  return {
    journey,
    model,
    url: () => url,
    output,
    say(word, answer) {
      rules.unshift({ purpose: 'answer', word, script: typeof answer === 'function' ? answer : () => answer })
    },
    call: (word, script) => void rules.unshift({ purpose: 'tools', word, script }),
    async start() {
      const started = journey.start(['serve'])
      process = started
      const find = () => /http:\/\/127\.0\.0\.1:\d+/.exec(started.stdout() + started.stderr())?.[0]
      await started.until(() => find() !== undefined)
      const found = find()
      if (found === undefined) throw new Error(`There is no page.\n${output()}`)
      url = found
      // Where it is started again, people find it where it was.
      journey.configure({ KIKU_WEB_PORT: new URL(found).port })
    },
    async kill(signal) {
      await process?.kill(signal)
    },
    async visit({ language } = { language: 'en' }) {
      const context = await browser.newContext({
        locale: LOCALES[language],
        viewport: DESK,
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      context.setDefaultTimeout(DEADLINE_MS)
      const watch = await watchPages(context, url)
      const page = await context.newPage()
      return { ...createPageTalk(page, { url, language }), context, watch }
    },
    end,
  }
}
