/** Requests that can be read off are short; anything longer says more than one thing. */
const LONGEST = 160

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const RAISED = new RegExp(`[${SUPERSCRIPTS}]+`, 'g')

const ENGLISH_COURTESY =
  /^(?:(?:hey|hi|hello|ok|okay|so|well|kiku|please|pls|quick question|excuse me|(?:can|could|would|will) (?:you|u)|tell me|let me know|do you know|give me|i(?: would|'d) like to know|i (?:want|need) to know)[,:]?\s+)+/i
const ENGLISH_END = /(?:[,\s]+(?:please|pls|thanks|thank you|kiku))+$/i
const JAPANESE_COURTESY = /^(?:(?:ねえ|ねぇ|すみません|すいません|えっと|ちなみに|kiku|キク)[、,\s]*)+/i
const JAPANESE_END =
  /(?:(?:を|か|かを)?(?:教えて|おしえて)(?:ください|下さい|くれますか|くれませんか|もらえますか|くれる|ほしい(?:です)?|欲しい(?:です)?)?|(?:です|でしょう)か(?:ね)?|だっけ|でしたっけ|かな|なの|ですかね)[。、!]*$/

/**
 * Brings a request into one form: plain digits and signs, lower case, no greetings and thanks, no question mark.
 * @returns undefined for what is too long or has several lines
 */
export function normaliseRequest(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST || trimmed.includes('\n')) return undefined
  // Before the compatibility forms go: they would turn 3² into 32.
  const raised = trimmed.replace(RAISED, (digits) => `^${[...digits].map((one) => SUPERSCRIPTS.indexOf(one)).join('')}`)
  const plain = raised.normalize('NFKC').replace(/[’‘]/g, "'").replace(/[−–—]/g, '-').replace(/\s+/g, ' ')
  const unmarked = dropMarks(plain).replace(ENGLISH_COURTESY, '').replace(JAPANESE_COURTESY, '')
  const bare = dropMarks(dropMarks(unmarked.replace(ENGLISH_END, '')).replace(JAPANESE_END, ''))
  return bare === '' ? undefined : bare
}

/** Ends of sentences; an exclamation mark after a number is a factorial, perhaps. */
function dropMarks(text: string): string {
  return text
    .replace(/[?。\s]+$/, '')
    .replace(/(?<![\d)])!+$/, '')
    .replace(/(?<=\D)\.$|(?<=\d)\.$/, '')
    .replace(/[?\s]+$/, '')
}
