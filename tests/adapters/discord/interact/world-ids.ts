export const NOW = Date.UTC(2026, 2, 1, 9)
export const GUILD = '900000000000000001'
export const CHANNEL = '900000000000000010'
/** Public, of the channel. */
export const THREAD = '900000000000000011'
/** Of the channel. */
export const PRIVATE_THREAD = '900000000000000012'
export const FORUM = '900000000000000013'
export const OTHER_CHANNEL = '900000000000000019'
/** A direct message with Kiku. */
export const DM = '900000000000000020'
export const ALICE = '900000000000000100'
export const BOB = '900000000000000101'
/** Of whatever somebody does. */
export const INTERACTION = '1477600000000000001'
/** Of questions that were asked before. */
export const QUESTION = '1477500000000000001'
/** A message that somebody clicked in, or asks about. */
export const MESSAGE = '1477500000000000002'
