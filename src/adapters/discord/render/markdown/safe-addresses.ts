import { safeAddress } from '../../../common/chat/markdown/safe-address.ts'

/** A longer address would hardly leave room for words in a message. */
const LONGEST_ADDRESS = 800
const WEB = /^https?:/i
/** Addresses that Discord unfolds into a card to join, take or buy something, wherever they stand. */
const INVITES = [
  ...['discord.gg/', 'discord.gift/', 'discord.new/', 'discord.com/invite/', 'discordapp.com/invite/'],
  ...['discord.com/gifts/', 'discordapp.com/gifts/', 'discord.com/template/', 'discord.com/billing/promotions/'],
]

/**
 * An address that Discord may link: of the web, with a spelling that nothing ends early. Links to the app itself
 * (`discord:`) would act in the reader's name.
 */
export function discordAddress(written: string): string | undefined {
  const address = safeAddress(written, LONGEST_ADDRESS)?.replace(/@(?=everyone|here)/gi, '%40')
  return address !== undefined && WEB.test(address) && URL.canParse(address) ? address : undefined
}

/** @param most UTF-16 units; an address that is longer is none to link either */
export function shortAddress(written: string, most: number): string | undefined {
  const address = discordAddress(written)
  return address === undefined || address.length > most || findInvite(bareOf(address), 0) !== undefined
    ? undefined
    : address
}

/** The invitation that a text has at a place, up to its code. */
export function findInvite(text: string, at: number): string | undefined {
  const source = text.slice(at, at + 40)
  const found = INVITES.find((invite) => source.toLowerCase().startsWith(invite))
  return found === undefined ? undefined : source.slice(0, found.length)
}

/** Whether more of the text could make an invitation of what is there. */
export function isInviteBegun(rest: string): boolean {
  return INVITES.some((invite) => invite.startsWith(rest.toLowerCase()))
}

/** An address without what all of them begin with. */
export function bareOf(address: string): string {
  return address.replace(/^https?:\/\/(?:www\.)?/i, '')
}
