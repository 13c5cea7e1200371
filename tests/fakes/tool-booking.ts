import { type AnswerScript, promptOf, purposeOf } from './journey-model.ts'
import { BOOK, booked } from './tool-office.ts'

/** What to ask for a room. */
export const askFor = {
  en: (room: string) => `Please book a room called ${room}.`,
  ja: (room: string) => `${room}という会議室を予約してください。`,
} as const

const ASKED = /room called (\w+)\.|(\w+)という会議室を/g

/** A model that has the room booked that was asked for last, and says that it was, whatever came of it. */
export const booking: AnswerScript = (body) => {
  const [, english, japanese] = [...promptOf(body).matchAll(ASKED)].at(-1) ?? []
  const room = english ?? japanese ?? 'unnamed'
  switch (purposeOf(body)) {
    case 'tools':
      return { toolCalls: [{ name: BOOK, arguments: { room } }] }
    case 'answer':
      return { content: `${booked(room)} [1]` }
    default:
      return { content: '' }
  }
}

/** The arguments as a person sees them before approving. */
export const shownArguments = (room: string) => JSON.stringify({ room }, null, 2)

/** Words that a call was begun before and does not run again. */
export const BEGUN_BEFORE = {
  en: 'was begun before and is not run twice',
  ja: '以前に開始されたため、再実行しません',
} as const

/** How long an approval can be given: for what is asked in a process that is about to end, and as usual. */
export const APPROVAL = {
  short: { KIKU_TOOLS_APPROVAL_HOURS: String(300 / 3_600_000) },
  usual: { KIKU_TOOLS_APPROVAL_HOURS: '24' },
} as const
