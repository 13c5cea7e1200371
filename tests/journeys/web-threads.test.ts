import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { answerOf, footOf } from '../fakes/web-browser/page-talk.ts'
import { PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const HARBOUR = 'When does the harbour office open?'
const LIGHTHOUSE = 'Who keeps the lighthouse?'
const SHOWN = 'The harbour office opens at nine 1.'

describeInBrowser('conversations on the page', () => {
  let web: WebJourney
  let visit: Visit
  beforeAll(async () => {
    web = await startWebJourney({
      prepare: async (journey) => {
        await journey.write('harbour.md', '# Harbour\n\nThe harbour office opens at nine.\n')
        await journey.write('lighthouse.md', '# Lighthouse\n\nMrs Okafor keeps the lighthouse.\n')
      },
    })
    web.say('harbour', { content: 'The harbour office opens at nine [1].' })
    web.say('lighthouse', { content: 'Mrs Okafor keeps the lighthouse [1].' })
    await web.start()
  }, PATIENCE_MS)
  beforeEach(async () => {
    visit = await web.visit()
    await visit.open()
  })
  afterEach(async () => {
    expect(await visit.watch.harm(/404/)).toEqual([])
    await visit.context.close()
  })
  afterAll(() => web?.end())

  const link = (title: string) => visit.page.locator('.thread-link', { hasText: title })
  const startAnew = () => visit.page.locator('.places').getByText(visit.words.shell.newThread).click()

  it('lists them, and goes back and forward between them', async () => {
    await visit.askFully(HARBOUR)
    const harbour = visit.page.url()
    await startAnew()
    const empty = visit.page.url()
    await visit.askFully(LIGHTHOUSE)
    const lighthouse = visit.page.url()

    await visit.page.goBack()
    await visit.exchange(HARBOUR).waitFor()
    const back = visit.page.url()
    await visit.page.goForward()
    await visit.exchange(LIGHTHOUSE).waitFor()
    await visit.shot('threads')

    expect(empty).toBe(`${web.url()}/`)
    expect(back).toBe(harbour)
    expect(visit.page.url()).toBe(lighthouse)
    expect((await visit.page.locator('.thread-link').allInnerTexts()).slice(0, 2)).toEqual([LIGHTHOUSE, HARBOUR])
    expect(await visit.page.title()).toBe(`${LIGHTHOUSE} · Kiku`)
  })

  it('opens one by its address, with its answers', async () => {
    await visit.askFully(HARBOUR)
    const address = visit.page.url()
    const other = await visit.context.newPage()

    await other.goto(address)

    const asked = other.getByRole('article', { name: HARBOUR })
    await footOf(asked).waitFor()
    expect(await answerOf(asked)).toBe(SHOWN)
    await asked.locator('.citation-card').click()
    expect(await other.locator('[data-panel] mark').textContent()).toBe('The harbour office opens at nine.')
  })

  it('says that an address leads to no conversation of theirs', async () => {
    await visit.open('/threads/web:somebody:00000000-0000-4000-8000-000000000000')

    await visit.page.getByText(visit.words.ask.gone).waitFor()
    await visit.shot('gone')

    expect(await visit.page.getByRole('article').count()).toBe(0)
  })

  it('renames one', async () => {
    await visit.askFully(HARBOUR)

    await visit.button(visit.words.shell.renameThread(HARBOUR)).first().click()
    await visit.page.getByLabel(visit.words.shell.renameLabel).fill('Opening hours 港')
    await visit.shot('rename')
    await visit.button(visit.words.shell.save).click()
    await link('Opening hours 港').waitFor()
    await visit.page.reload()

    await link('Opening hours 港').waitFor()
    expect(await visit.page.locator('.header-title').textContent()).toBe('Opening hours 港')
  })

  it('forgets one, unless that is undone', async () => {
    const question = 'Does the harbour office open on the day of zanzibar-4711?'
    await visit.askFully(question)
    const address = visit.page.url()
    const stored = () => readStored(visit, address)
    const before = await stored()

    await visit.button(visit.words.shell.removeThread(question)).click()
    await visit.shot('delete')
    await visit.button(visit.words.shell.remove, visit.page.getByRole('dialog')).click()
    await link(question).waitFor({ state: 'detached' })
    await visit.button(visit.words.shell.undo).click()
    await link(question).waitFor()
    const undone = await stored()
    await visit.button(visit.words.shell.removeThread(question)).click()
    await visit.button(visit.words.shell.remove, visit.page.getByRole('dialog')).click()
    await visit.page.getByText(visit.words.shell.threadDeleted).waitFor()
    // Nobody waits for the time of undoing who leaves the page.
    await visit.page.goto('about:blank')
    await expect.poll(stored).toEqual({ status: 404, isFound: false })

    expect(before).toEqual({ status: 200, isFound: true })
    expect(undone).toEqual(before)
    await visit.open()
    await visit.page.locator('.thread-link').first().waitFor()
    expect(await link(question).count()).toBe(0)
  })

  it('answers in two tabs at once, each question once', async () => {
    await visit.askFully(HARBOUR)
    const address = visit.page.url()
    const tab = await visit.context.newPage()
    await tab.goto(address)
    await footOf(tab.getByRole('article')).waitFor()
    const also = 'And who keeps the lighthouse?'

    const box = tab.locator('#question-box')
    await box.fill(also)
    await Promise.all([box.press('Enter'), visit.ask('And when does the harbour office open again?')])
    await footOf(tab.getByRole('article', { name: also })).waitFor()
    await footOf(visit.exchange('And when does the harbour office open again?')).waitFor()
    await tab.reload()
    await footOf(tab.getByRole('article')).nth(2).waitFor()

    expect(await tab.getByRole('article').count()).toBe(3)
    expect(await tab.locator('.answer').count()).toBe(3)
  })
})

/** What Kiku still has of a conversation. */
async function readStored({ page }: Visit, address: string): Promise<{ status: number; isFound: boolean }> {
  const { origin, pathname } = new URL(address)
  const thread = await page.request.get(`${origin}/v1${pathname}`)
  const search = await page.request.get(`${origin}/v1/search?limit=50&q=zanzibar-4711`)
  return { status: thread.status(), isFound: (await search.text()).replace('"query"', '').includes('zanzibar-4711?') }
}
