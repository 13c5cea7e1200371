import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { findBarriers } from '../fakes/web-browser/find-barriers.ts'
import { ATTACKER } from '../fakes/web-browser/markup.ts'
import { footOf } from '../fakes/web-browser/page-talk.ts'
import { MARKER } from '../fakes/web-browser/watch-page.ts'
import { DESK, PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const FIRST_LOAD_BYTES = 150_000
const PHONE = 390
/** Belongs to the list of conversations, which goes into a drawer on a phone. */
const DESK_ONLY = 'a question before deleting'
const QUESTIONS = {
  en: 'How long is the warranty on the compressor, which the very-long-name-of-a-part-without-any-blank belongs to?',
  ja: 'コンプレッサーの保証期間は何年ですか。長い質問でも、狭い画面からはみ出さずに表示されるはずです。',
} as const

type State = (visit: Visit, question: string) => Promise<Locator>

/** What the page looks like on the way through it. Each begins where the one before has ended. */
const STATES: Readonly<Record<string, State>> = {
  empty: async ({ page, open }) => {
    await open()
    return page.locator('.example').first()
  },
  'an answer': async ({ ask }, question) => footOf(await ask(question)),
  'the reasons of a decision': async ({ page }) => {
    await page.locator('.chip').click()
    return page.locator('.decision-details')
  },
  'a passage': async ({ page, panel }) => {
    await page.locator('.citation-card').first().click()
    return panel.locator('mark')
  },
  'the evidence': async ({ page, panel }) => {
    await page.locator('[data-evidence]').click()
    return panel.locator('.evidence-item').first()
  },
  'the question what was wrong': async ({ page, button, words }) => {
    await page.keyboard.press('Escape')
    await button(words.ask.notHelpful).click()
    return page.locator('.feedback-form')
  },
  [DESK_ONLY]: async ({ page, words }) => {
    await page.locator(`.thread-row [title="${words.shell.remove}"]`).first().click()
    return page.getByRole('dialog')
  },
  'the list of keys': async ({ page, button, words }) => {
    await page.keyboard.press('Escape')
    await button(words.shell.help).click()
    return page.locator('.keys')
  },
  sources: async ({ page, open }) => {
    await open('/sources')
    return page.locator('.source').first()
  },
  'a file that failed': async ({ page }) => {
    await page.setInputFiles('input[type=file]', { name: 'x.exe', mimeType: 'x/x', buffer: Buffer.from('MZ') })
    return page.locator('.job.failed')
  },
  insight: async ({ page, open }) => {
    await open('/insight')
    return page.locator('.day-chart')
  },
  'no such page': async ({ page, open }) => {
    await open('/what/ever')
    return page.locator('.centred')
  },
}

describeInBrowser('looks of the page', () => {
  let web: WebJourney
  beforeAll(async () => {
    web = await startWebJourney({
      prepare: async (journey) => {
        await journey.write('warranty.md', '# Warranty\n\nThe compressor is covered by a warranty of seven years.\n')
        await journey.write('保証.md', '# 保証\n\nコンプレッサーの保証期間は7年です。\n')
      },
    })
    web.say('compressor', { content: 'The compressor is covered by a warranty of seven years [1].' })
    web.say('コンプレッサー', { content: '保証期間は7年です[1]。' })
    await web.start()
  }, PATIENCE_MS)
  afterAll(() => web?.end())

  it('loads little, from here alone, and says nothing on the console', async () => {
    const visit = await web.visit()
    const keys = await visit.context.newCDPSession(visit.page)
    let bytes = 0
    let requests = 0
    keys.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
      requests += 1
    })
    await keys.send('Network.enable')

    await visit.open()
    await visit.page.locator('.example').first().waitFor()
    await visit.page.waitForLoadState('networkidle')
    const [navigation] = await visit.page.evaluate<readonly { readonly name: string }[]>(
      `performance.getEntriesByType('navigation').map(({ name }) => ({ name }))`,
    )

    expect(navigation?.name).toBe(`${web.url()}/`)
    expect(requests).toBeGreaterThan(3)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES)
    expect(await visit.watch.harm()).toEqual([])
    await visit.context.close()
  })

  it('lets nothing be run or loaded that is not of the page itself', async () => {
    const visit = await web.visit()
    await visit.open()
    await visit.box.waitFor()
    const attempt = (code: string) =>
      visit.page.evaluate<string>(`(() => { try { ${code} } catch (error) { return error.name } return 'done' })()`)

    const markup = await attempt(`document.createElement('div').innerHTML = '<b>bold</b>'`)
    const script = await attempt(`const script = document.createElement('script')
      script.text = 'window.${MARKER} = 1'
      document.body.append(script)`)
    const handler = await attempt(
      `document.body.setAttribute('onclick', 'window.${MARKER} = 1'); document.body.click()`,
    )
    const refused = visit.page.waitForEvent('console', (message) => message.text().startsWith('policy connect-src'))
    const loading = await visit.page.evaluate<string>(`fetch('${ATTACKER}').then(() => 'loaded', ({ name }) => name)`)
    await refused

    expect([markup, script]).toEqual(['TypeError', 'TypeError'])
    expect(handler).not.toBe('done')
    expect(loading).toBe('TypeError')
    expect(await visit.watch.harm(/^console: /)).toEqual([])
    await visit.context.close()
  })

  it.each(['en', 'ja'] as const)(
    'keep nobody out, in light and dark, and fit a phone (%s)',
    async (language) => {
      const visit = await web.visit({ language })
      const { page } = visit
      const flaws: string[] = []
      for (const [name, reach] of Object.entries(STATES)) {
        const complain = (look: string, found: readonly string[]) =>
          flaws.push(...found.map((one) => `${name}, ${look}: ${one}`))
        const shown = await reach(visit, QUESTIONS[language])
        await shown.waitFor()
        for (const scheme of ['dark', 'light'] as const) {
          await page.emulateMedia({ colorScheme: scheme })
          complain(scheme, await findBarriers(page))
          await visit.shot(`look-${name.replaceAll(' ', '-')}-${language}-${scheme}`)
        }
        if (name === DESK_ONLY) continue
        await page.setViewportSize({ ...DESK, width: PHONE })
        await shown.waitFor()
        if (language === 'ja') complain('phone', await findBarriers(page))
        const width = await page.evaluate<number>('document.documentElement.scrollWidth')
        if (width > PHONE) complain('phone', [`is ${width} wide`])
        await visit.shot(`look-${name.replaceAll(' ', '-')}-${language}-phone`)
        await page.setViewportSize(DESK)
      }

      expect(flaws).toEqual([])
      expect(await visit.watch.harm()).toEqual([])
      await visit.context.close()
    },
    PATIENCE_MS,
  )
})
