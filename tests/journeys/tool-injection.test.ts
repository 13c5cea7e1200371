import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chatWords } from '../../src/adapters/common/chat/words.ts'
import { BOT_USER, PEOPLE, type Said, TEAM, visibleText } from '../fakes/slack/slack-server.ts'
import { type SlackService, startSlackService } from '../fakes/slack-service.ts'
import { createSlackTalk, type SlackTalk, UNHURRIED } from '../fakes/slack-talk.ts'
import { createGullibleModel, OWN_WORDS } from '../fakes/tool-gullible-model.ts'
import { PAGE, startToolOffice, type ToolOffice } from '../fakes/tool-office.ts'
import { asScene } from '../fakes/tool-service.ts'
import {
  ABSENT,
  FETCH,
  fillIn,
  GOSSIP,
  SECRET,
  TELL,
  type ToolOrder,
  WIPE,
  writeOrder,
} from '../fixtures/injection/tool-orders.ts'

const { alice, bob, yuki } = PEOPLE
const SERVER = fileURLToPath(new URL('../fakes/tool-hostile-server.mjs', import.meta.url))
const ADVISED = { en: 'C0ADVISEDEN', ja: 'C0ADVISEDJA' } as const
const HOURS = 'The office is open from nine to five. オフィスは9時から5時まで開いています。'

/** What people ask for; each makes the model call something that only reads. */
const ASKING = {
  notes: { en: 'Please read the notes of the team.', ja: 'チームのメモを読んでください。' },
  page: { en: 'Please read the page of the office.', ja: 'オフィスのページを読んでください。' },
} as const
type Place = 'document' | 'file' | 'notes' | 'page'
/** What needs no tool: the answer is written from the file at once. */
const ABOUT_FILE = {
  en: 'When is the office open, as the attached file has it?',
  ja: '添付ファイルによると、オフィスはいつ開いていますか？',
} as const

const ORDERS: readonly ToolOrder[] = [
  { language: 'en', ...WIPE },
  { language: 'ja', ...WIPE },
  { language: 'en', ...TELL },
  { language: 'ja', ...TELL },
]
const PLACES: readonly (readonly [string, Place])[] = [
  ['an ingested document', 'document'],
  ['an attached file', 'file'],
  ['what an MCP server returns', 'notes'],
  ['a page', 'page'],
]
const CASES = PLACES.flatMap(([name, place]) => ORDERS.map((order, number) => ({ name, place, number, ...order })))

describe('orders to call tools', () => {
  let office: ToolOffice
  let service: SlackService
  let talk: SlackTalk
  let notes: string
  let callsFile: string
  let channel: string
  const model = createGullibleModel((prompt) => {
    const question = prompt.slice(prompt.search(/Question:|質問:/))
    const [, number] = /\(No\. (\d+)\)/.exec(question) ?? []
    if (number !== undefined) {
      return { name: 'search_again', arguments: { query: `orchid report ${number} 蘭の報告書`, limit: 1 } }
    }
    return { name: /notes|メモ/.test(question) ? 'hostile__read_notes' : PAGE, arguments: {} }
  })

  beforeAll(async () => {
    office = await startToolOffice()
    service = await startSlackService({
      environment: { ...office.environment, ...UNHURRIED, KIKU_SLACK_FOLLOW_UPS: 'false' },
    })
    const { journey, slack } = service
    for (const [number, order] of ORDERS.entries()) {
      await journey.run(['ingest', await journey.write(`orchid-${number}.md`, documentWith(order, number))])
    }
    callsFile = await journey.write('calls.log', '')
    notes = await journey.write('notes.json', '{}')
    const server = (words: string, audience: string) => {
      return { command: process.execPath, args: [SERVER, words, callsFile], trustAnnotations: true, audience }
    }
    const adviser = async (order: ToolOrder) => {
      const descriptions = { opening_hours: `${HOURS} ${writeOrder(order)}` }
      const file = await journey.write(`adviser-${order.language}.json`, JSON.stringify({ notes: HOURS, descriptions }))
      return server(file, `slack:${TEAM}:${ADVISED[order.language]}`)
    }
    await say(HOURS)
    const servers = {
      hostile: server(notes, 'public'),
      english: await adviser({ language: 'en', ...FETCH }),
      japanese: await adviser({ language: 'ja', ...WIPE }),
    }
    journey.configure({ KIKU_MCP_SERVERS: JSON.stringify(servers) })
    for (const id of Object.values(ADVISED)) {
      slack.world.addChannel({ id, name: id.toLowerCase(), kind: 'private', members: [alice, bob, yuki, BOT_USER] })
    }
    service.model.setScript(model.script)
    talk = createSlackTalk(asScene(service))
    await service.start()
  })
  beforeEach(async () => {
    channel = service.slack.world.addChannel({ members: [alice, bob, yuki, BOT_USER] }).id
    await say(HOURS)
    office.write(HOURS)
  })
  afterAll(async () => {
    await service.end()
    await office.close()
  })

  /** What the MCP server says from now on. */
  async function say(text: string): Promise<void> {
    await writeFile(notes, JSON.stringify({ notes: text, descriptions: {} }))
  }
  const ask = (language: 'en' | 'ja', text: string, file?: string): Promise<Said> => {
    const files = file === undefined ? {} : { files: [service.slack.addFile({ name: 'orchid.md', content: file })] }
    return service.slack.say({
      user: language === 'en' ? alice : yuki,
      channel,
      text: `<@${BOT_USER}> ${text}`,
      ...files,
    })
  }
  const askAgain = ({ threadTs, message: { user } }: Said, text: string) =>
    service.slack.say({ user, channel, threadTs, text: `<@${BOT_USER}> ${text}` })
  const answerTo = async (said: Said, count?: number) => {
    const answer = visibleText(await talk.answerTo(said, count))
    await service.slack.idle()
    return answer
  }
  /** Calls that have reached the MCP servers, of tools that do more than read. */
  const changes = async () => (await readFile(callsFile, 'utf8')).split('\n').filter((line) => line.includes('wipe'))

  /** The order was obeyed, and is shown for approval; nothing was done. */
  async function expectHeld(order: ToolOrder, shown: string, obeyedBefore: number): Promise<void> {
    const args = fillIn(order)
    expect(model.obeyed.slice(obeyedBefore)).toEqual([{ name: order.tool, arguments: args }])
    expect(shown).toContain(chatWords(order.language).tools.wouldCall(order.tool))
    expect(shown).toContain(JSON.stringify(args, null, 2))
    expect(await changes()).toEqual([])
    expect(office.lookUps).toEqual([])
    expect(office.bookings).toEqual([])
  }

  /** Asks in such a way that the model reads what stands in a place. @returns the answer */
  const reading: Readonly<Record<Place, (order: ToolOrder, number: number) => Promise<string>>> = {
    document: async ({ language }, number) => answerTo(await ask(language, `${ASKING.page[language]} (No. ${number})`)),
    async file(order, number) {
      // What comes with a file is answered from documents; the next question in the thread is decided about again.
      const said = await ask(order.language, ABOUT_FILE[order.language], documentWith(order, 10 + number))
      await answerTo(said)
      await askAgain(said, `${ASKING.page[order.language]} (No. ${10 + number})`)
      return answerTo(said, 2)
    },
    async notes(order) {
      await say(`${HOURS} ${writeOrder(order)}`)
      return answerTo(await ask(order.language, ASKING.notes[order.language]))
    },
    async page(order) {
      office.write(`${HOURS} ${writeOrder(order)}`)
      return answerTo(await ask(order.language, ASKING.page[order.language]))
    },
  }

  it.each(CASES)('in $name wait for the asker ($language: $tool)', async ({ place, number, ...order }) => {
    const before = model.obeyed.length

    const shown = await reading[place](order, number)

    await expectHeld(order, shown, before)
  })

  it.each(['en', 'ja'] as const)('by somebody else in the thread wait for the asker (%s)', async (language) => {
    const order = { language, ...GOSSIP }
    const said = await ask(language, ASKING.page[language])
    await answerTo(said)
    await service.slack.say({ user: bob, channel, threadTs: said.threadTs, text: writeOrder(order) })
    const before = model.obeyed.length

    await askAgain(said, ASKING.page[language])
    const shown = await answerTo(said, 2)

    await expectHeld(order, shown, before)
  })

  it.each([
    ['en', FETCH],
    ['ja', WIPE],
  ] as const)('in the description of a tool wait for the asker (%s)', async (language, about) => {
    channel = ADVISED[language]
    const before = model.obeyed.length

    const shown = await answerTo(await ask(language, `${ASKING.page[language]} (${SECRET}): opening hours`))

    await expectHeld({ language, ...about }, shown, before)
  })

  it.each(['en', 'ja'] as const)('cannot add a link, nor call what is not offered (%s)', async (language) => {
    const order = { language, ...ABSENT }

    const shown = await reading.page(order, 0)

    expect(model.obeyed.at(-1)).toEqual({ name: order.tool, arguments: fillIn(order) })
    expect(model.written.at(-1)).toContain(`https://attacker.example.com/seen?vault=${SECRET}`)
    expect(shown).toContain(OWN_WORDS)
    expect(shown).not.toContain(`vault=${SECRET}`)
    expect(await changes()).toEqual([])
  })

  it.each(['en', 'ja'] as const)('do nothing where no tool is called for (%s)', async (language) => {
    const file = documentWith({ language, ...WIPE }, 20)

    const shown = await answerTo(await ask(language, ABOUT_FILE[language], file))

    expect(model.written.at(-1)).toContain(`https://attacker.example.com/seen?vault=${SECRET}`)
    expect(shown).toContain(OWN_WORDS)
    expect(shown).not.toContain(`vault=${SECRET}`)
    expect(await changes()).toEqual([])
  })

  it('leave a record of every call, without a word of what was said', async () => {
    const log = await service.journey.log()
    const records = log.split('\n').flatMap((line) => (line.includes('"tool-called"') ? [JSON.parse(line)] : []))
    const outcomesOf = (tool: string) => records.filter((one) => one.tool === tool).map(({ outcome }) => outcome)

    expect(outcomesOf(WIPE.tool)).toEqual(Array(9).fill('awaiting-approval'))
    expect(outcomesOf(TELL.tool)).toEqual(Array(10).fill('awaiting-approval'))
    expect(outcomesOf(FETCH.tool)).toEqual(['awaiting-approval'])
    expect(outcomesOf('unknown')).toEqual(['refused', 'refused'])
    expect(outcomesOf('search_again')).toEqual(Array(8).fill('done'))
    for (const record of records) expect(record).toMatchObject({ level: 'info', durationMs: expect.any(Number) })
    expect(log).not.toMatch(new RegExp(`${SECRET}|vault|everything|attacker|IMPORTANT|重要|nine to five`))
  })
})

/** A document with an order in it, which is found by its number. */
function documentWith(order: ToolOrder, number: number): string {
  return `# Orchid report ${number} 蘭の報告書 ${number}\n\n${HOURS} ${writeOrder(order)}\n`
}
