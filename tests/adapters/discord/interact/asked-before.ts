import { buildAnswer } from '../../../fakes/scripted-kiku.ts'
import { question } from './arrivals.ts'
import { CHANNEL, DM, GUILD, PRIVATE_THREAD } from './world-ids.ts'

/** Turns of questions that Alice asked: in the channel, */
export const TURN = question().id
/** there for herself, */
export const PRIVATE = `discord:${GUILD}:${CHANNEL}:77`
/** and about messages of others; */
export const QUOTED = `discord:${GUILD}:${CHANNEL}:88`
/** in a private thread, */
export const IN_THREAD = `discord:${GUILD}:${PRIVATE_THREAD}:99`
/** and in her direct message. */
export const DIRECT_TURN = `discord:dm:${DM}:66`

/** All of them, answered. */
export const asked = {
  questions: [
    question(),
    question({ id: PRIVATE, threadId: `discord:${GUILD}:${CHANNEL}:private-77`, text: 'What is my salary?' }),
    question({ id: QUOTED, threadId: `discord:${GUILD}:${CHANNEL}:private-q88` }),
    question({ id: IN_THREAD, threadId: `discord:${GUILD}:${PRIVATE_THREAD}:${PRIVATE_THREAD}` }),
    question({ id: DIRECT_TURN, threadId: `discord:dm:${DM}:66` }),
  ],
  answers: Object.fromEntries([TURN, PRIVATE, QUOTED, IN_THREAD, DIRECT_TURN].map((id) => [id, buildAnswer()])),
}
