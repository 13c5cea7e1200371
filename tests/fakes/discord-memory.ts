import { ACTIONS } from '../../src/adapters/discord/interact/action-ids.ts'
import { COMMANDS } from '../../src/adapters/discord/interact/commands/definitions.ts'
import { type DiscordMessage, type Interaction, PEOPLE, visibleText } from './discord/discord-server.ts'
import type { DiscordJourney } from './journey-discord.ts'

/** What people have Kiku remember, find, read and forget in a local Discord. */
export interface DiscordMemory {
  /** Uses a command and waits until its answer stands. @returns what the person sees of it */
  use(command: Command): Promise<{ readonly text: string; readonly message: DiscordMessage }>
  /** Says something that is to be remembered, and waits until its writer can find it by its words and its meaning. */
  tell(saying: { readonly user: string; readonly channel: string; readonly text: string }): Promise<DiscordMessage>
  /** What `/search` finds for somebody of `the code of …`. */
  search(user: string, what: string, channel?: string): Promise<string>
  /** The panel of `/kiku config` for a channel, opened by the owner of the server. */
  config(channel: string): Promise<DiscordMessage>
  /** Switches remembering on or off, as the owner of the server. */
  remember(channel: string, isOn: boolean): Promise<void>
  /** Has a channel's past read, and resolves when that has begun. */
  readPast(channel: string, days: number): Promise<void>
  /** Has something forgotten. @returns what the person is told */
  forget(user: string, what: 'me' | 'conversation' | 'channel', channel?: string): Promise<string>
}

/** Of a few milliseconds each. */
const MOST_TRIES = 300

type Command = Parameters<DiscordJourney['discord']['slash']>[0]

export function createDiscordMemory({ discord }: Pick<DiscordJourney, 'discord'>): DiscordMemory {
  const shownBy = async (interaction: Interaction) => {
    const find = () => (interaction.isLoading ? undefined : interaction.original)
    return await discord.waitFor(find, `what comes of ${JSON.stringify(interaction.payload.data)}`)
  }

  const use = async (command: Command) => {
    await discord.waitFor(() => discord.commands().length > 0, 'the commands')
    const message = await shownBy(await discord.slash(command))
    return { text: visibleText(message), message }
  }

  const inPlace = (channel: string | undefined) => (channel === undefined ? {} : { channel })

  const config: DiscordMemory['config'] = async (channel) => {
    const { message } = await use({ user: PEOPLE.owner, name: `${COMMANDS.kiku} config`, channel })
    return message
  }

  /** Clicks in the panel, and waits until it has changed. */
  const change = async (on: DiscordMessage, control: string) => {
    const { length } = on.versions
    const customId = new RegExp(`^${ACTIONS.config}:${control}:`)
    const interaction = await discord.click({ user: PEOPLE.owner, on, customId })
    if (interaction.modal === undefined) await discord.waitFor(() => on.versions.length > length, 'the changed panel')
  }

  return {
    use,
    config,
    async tell({ user, channel, text }) {
      const said = discord.say({ user, channel, text })
      // Its vector comes a moment after its words.
      const isFound = (shown: string) =>
        shown.split('\n').some((line, at, lines) => line.includes(text) && lines[at - 1]?.includes('meaning'))
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { text: shown } = await use({
          user,
          name: COMMANDS.search,
          options: { query: text },
          channel,
          locale: 'en-GB',
        })
        if (isFound(shown)) return said
      }
      throw new Error(`This was never to be found: ${text}`)
    },
    async search(user, what, channel) {
      const options = { query: `the code of ${what}` }
      return (await use({ user, name: COMMANDS.search, options, ...inPlace(channel) })).text
    },
    async remember(channel, isOn) {
      const panel = await config(channel)
      if (visibleText(panel).includes(`Remember: ${isOn ? 'on' : 'off'}`)) return
      await change(panel, 'remember')
    },
    async readPast(channel, days) {
      const panel = await config(channel)
      await change(panel, 'days')
      const { length } = panel.versions
      await discord.submitModal({ user: PEOPLE.owner, fields: { days: String(days) } })
      await discord.waitFor(() => panel.versions.length > length, 'the changed panel')
    },
    async forget(user, what, channel) {
      const { message } = await use({ user, name: COMMANDS.forget, options: { what }, ...inPlace(channel) })
      const { length } = message.versions
      await discord.click({ user, on: message, customId: new RegExp(`^${ACTIONS.forget}:(?!keep)`) })
      await discord.waitFor(() => message.versions.length > length, 'that it is forgotten')
      return visibleText(message)
    },
  }
}
