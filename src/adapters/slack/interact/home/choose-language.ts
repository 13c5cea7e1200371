import { z } from 'zod'
import type { SettingStore } from '../../../../ports/store.ts'
import type { SlackDirectory, SlackUser } from '../../directory/directory.ts'
import type { InteractionDesk } from '../interaction-desk.ts'

const Language = z.enum(['auto', 'en', 'ja'])
export type Language = z.infer<typeof Language>

/** People whose choice is remembered in the process, so that it is known without waiting. */
const MOST_REMEMBERED = 5_000

const settingOf = (team: string, user: string) => `slack:language:${team}:${user}`

export function readLanguage(value: string | undefined): Language {
  const read = Language.safeParse(value)
  return read.success ? read.data : 'auto'
}

/** The language that a person chose for Kiku's words. */
export async function findLanguage(user: string, { host, identity }: InteractionDesk): Promise<Language> {
  return readLanguage(await host.settings.get(settingOf(identity.team, user)))
}

export async function chooseLanguage(
  user: string,
  language: Language,
  { host, identity, directory }: InteractionDesk,
): Promise<void> {
  const name = settingOf(identity.team, user)
  if (language === 'auto') await host.settings.remove(name)
  else await host.settings.set(name, language)
  directory.forgetUser(user)
}

/** A directory in which people have the language that they chose, where they chose one. */
export function withChosenLanguages(
  directory: SlackDirectory,
  { settings, team }: { readonly settings: SettingStore; readonly team: string },
): SlackDirectory {
  const chosen = new Map<string, Language>()
  const translate = (user: SlackUser, language: Language | undefined): SlackUser =>
    language === undefined || language === 'auto' ? user : { ...user, locale: language }
  return {
    findChannel: (channel, signal) => directory.findChannel(channel, signal),
    listMembers: (channel, signal) => directory.listMembers(channel, signal),
    listChannelsOf: (user, signal) => directory.listChannelsOf(user, signal),
    listOwnChannels: (signal) => directory.listOwnChannels(signal),
    forgetChannel: (channel) => directory.forgetChannel(channel),
    async findUser(id, signal) {
      const user = await directory.findUser(id, signal)
      if (user === undefined) return undefined
      const language = chosen.get(id) ?? readLanguage(await settings.get(settingOf(team, id)))
      if (chosen.size >= MOST_REMEMBERED) chosen.clear()
      chosen.set(id, language)
      return translate(user, language)
    },
    peekUser(id) {
      const user = directory.peekUser(id)
      return user === undefined ? undefined : translate(user, chosen.get(id))
    },
    forgetUser(id) {
      chosen.delete(id)
      directory.forgetUser(id)
    },
  }
}
