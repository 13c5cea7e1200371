import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser } from '../fakes/web-browser/chromium.ts'
import { findBarriers } from '../fakes/web-browser/find-barriers.ts'
import { answerOf, footOf } from '../fakes/web-browser/page-talk.ts'
import { PATIENCE_MS, startWebJourney, type Visit, type WebJourney } from '../fakes/web-browser/web-journey.ts'

const OWNER = 'owner-token-of-this-test-only-1'
const MEMBER = 'member-token-of-this-test-only-2'
const EAGER = 'eager-token-of-this-test-only-03'
const PER_MINUTE = 2
const QUESTION = 'When does the harbour office open?'

describeInBrowser('signing in on the page', () => {
  let web: WebJourney
  let visit: Visit
  beforeAll(async () => {
    const hash = (token: string) => createHash('sha256').update(token).digest('hex')
    const tokens = [
      { name: 'otto', sha256: hash(OWNER), audience: ['public'], role: 'owner' },
      { name: 'mia', sha256: hash(MEMBER), audience: ['public'] },
      { name: 'eva', sha256: hash(EAGER), audience: ['public'] },
    ]
    web = await startWebJourney({
      prepare: (journey) => journey.write('harbour.md', '# Harbour\n\nThe harbour office opens at nine.\n'),
      environment: {
        KIKU_WEB_TOKENS: JSON.stringify(tokens),
        KIKU_LIMITS_PER_AUTHOR_PER_MINUTE: `${PER_MINUTE}`,
      },
    })
    web.say('harbour', { content: 'The harbour office opens at nine [1].' })
    await web.start()
  }, PATIENCE_MS)
  beforeEach(async () => {
    visit = await web.visit()
  })
  afterEach(async () => {
    expect(await visit.watch.harm(/status of 4(?:0[134]|29)/)).toEqual([])
    await visit.context.close()
  })
  afterAll(() => web?.end())

  const signIn = async ({ page, shot }: Visit, token: string) => {
    await page.locator('#token').fill(token)
    await shot('sign-in')
    await page.locator('form button').click()
  }

  it('lets nobody in without a token, and comes back to where they wanted to go', async () => {
    await visit.open('/sources')
    await visit.page.locator('#token').or(visit.button(visit.words.shell.signIn)).first().waitFor()
    await visit.shot('signed-out')
    const seen = await visit.page.locator('body').textContent()
    if ((await visit.page.locator('#token').count()) === 0) await visit.button(visit.words.shell.signIn).click()
    await signIn(visit, 'a-wrong-token')
    await visit.page.getByRole('alert').waitFor()
    await visit.shot('sign-in-refused')
    const barriers = await findBarriers(visit.page)
    await signIn(visit, OWNER)
    await visit.page.locator('.source').first().waitFor()

    expect(seen).not.toContain('harbour')
    expect(barriers).toEqual([])
    expect(visit.page.url()).toBe(`${web.url()}/sources`)
    expect(visit.page.url()).not.toContain('token')
  })

  it('gives owners what members do not see', async () => {
    const member = await web.visit({ language: 'ja' })
    for (const [one, token] of [
      [visit, OWNER],
      [member, MEMBER],
    ] as const) {
      await one.open('/auth/sign-in?to=%2Fsources')
      await signIn(one, token)
      await one.page.locator('.source').first().waitFor()
    }
    await member.shot('sources-of-a-member')
    const controls = ({ page }: Visit) => page.locator('input[type=file], input[type=url], .source-tools').count()
    const insight = ({ page, words }: Visit) => page.locator('.places').getByText(words.shell.insight).count()

    expect([await controls(visit), await insight(visit)]).toEqual([3, 1])
    expect([await controls(member), await insight(member)]).toEqual([0, 0])
    await member.open('/insight')
    await member.page.getByText(member.words.shell.missingTitle).waitFor()
    expect(await member.watch.harm(/status of 403/)).toEqual([])
    await member.context.close()
  })

  it('keeps conversations apart, and forgets who was there after signing out', async () => {
    await visit.open('/auth/sign-in')
    await signIn(visit, OWNER)
    const asked = await visit.askFully(QUESTION)
    const address = new URL(visit.page.url()).pathname
    const text = await answerOf(asked)
    const member = await web.visit()
    await member.open(`/auth/sign-in?to=${encodeURIComponent(address)}`)
    await signIn(member, MEMBER)
    await member.page.getByText(member.words.ask.gone).waitFor()
    const [cookie] = await visit.context.cookies()

    await visit.page.getByRole('button', { name: /^Sign out/ }).click()
    await visit.page.locator('#token').waitFor()
    if (cookie !== undefined) await visit.context.addCookies([cookie])
    const late = await visit.page.request.get(`${web.url()}/v1/session`)
    await visit.page.goBack()
    await visit.page.locator('#token').or(visit.button(visit.words.shell.signIn)).first().waitFor()
    await visit.shot('signed-out-and-back')

    expect(text).toBe('The harbour office opens at nine 1.')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: expect.stringMatching(/Lax|Strict/) })
    expect(late.status()).toBe(401)
    expect(await visit.page.locator('body').textContent()).not.toContain('opens at nine')
    expect(await member.watch.harm(/status of 404/)).toEqual([])
    await member.context.close()
  })

  it('tells whoever is signed out in mid-use, keeps the question, and goes on after signing in again', async () => {
    await visit.open('/auth/sign-in')
    await signIn(visit, MEMBER)
    await visit.askFully(QUESTION)
    const address = visit.page.url()

    // As if its time were over: the server knows nobody by it any more.
    await visit.context.clearCookies()
    await visit.ask('And when does it close?')
    await visit.page.locator('.exchange .problem').waitFor()
    await visit.shot('session-over')
    const barriers = await findBarriers(visit.page)
    await visit.button(visit.words.shell.signIn).first().click()
    await signIn(visit, MEMBER)
    await visit.box.waitFor()

    expect(barriers).toEqual([])
    expect(visit.page.url()).toBe(address)
    await expect.poll(() => visit.box.inputValue()).toBe('And when does it close?')
  })

  it('says to whoever asks too much when to ask again', async () => {
    await visit.open('/auth/sign-in')
    await signIn(visit, EAGER)
    for (let asked = 1; asked <= PER_MINUTE; asked += 1) await visit.askFully(`${QUESTION} I ask ${asked} times.`)

    const refused = await visit.ask('Does the harbour office open on Sundays?')
    await refused.locator('.problem').waitFor()
    await visit.shot('asked-too-much')
    const said = await refused.locator('.problem').textContent()

    expect(said).toMatch(/You have asked a lot in a short time\.Please wait \d+ seconds\./)
    expect(await visit.button(visit.words.shell.retry, refused).count()).toBe(1)
    expect(await findBarriers(visit.page)).toEqual([])
  })

  it('sends nobody to another site', async () => {
    await visit.open(`/auth/sign-in?to=${encodeURIComponent('//attacker.example.com/')}`)

    await signIn(visit, OWNER)
    await visit.box.waitFor()

    expect(new URL(visit.page.url()).origin).toBe(web.url())
    await footOf(await visit.ask(QUESTION)).waitFor()
  })
})
