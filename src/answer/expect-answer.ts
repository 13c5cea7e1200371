/** What an answer to a question should contain, as far as the question's form shows. */
export interface Expectation {
  /** Matches text that has the form of the answer: a number, a date, a name, a definition. */
  readonly form: RegExp | undefined
  /** Matches a sentence that begins by saying what the thing asked about is. */
  readonly definition: RegExp | undefined
  /** Whether the answer is a list, a procedure or code. */
  readonly block: boolean
  /** Whether one good sentence is all that is asked for. */
  readonly single: boolean
}

interface Hint {
  readonly asks: RegExp
  readonly form?: RegExp
  readonly block?: boolean
}

const NUMBER =
  /[0-9０-９]|[一二三四五六七八九十百千万]+[つ人個年月日回名本台件種]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundreds?|thousands?|millions?|dozens?|half|twice|none)\b/i
const TIME =
  /[0-9０-９]{3,4}|[0-9０-９]+\s*(?:年|月|日|時|世紀|century|am|pm|days?|weeks?|months?|years?|hours?|minutes?)|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|tomorrow|every|after|before|until|during)\b|毎|頃|時代|世紀|以降|まで/i
const NAME =
  /(?:[^.!?]\s|^["'(]?)(?:\p{Lu}[\p{L}.'-]+)(?:\s\p{Lu}[\p{L}.'-]+)*|[\p{Script=Katakana}ー・]{3,}|[\p{Script=Han}]{2,}(?:氏|さん|様|監督|教授|大統領|首相|王|帝|天皇|社|会|省|庁)|[\p{Script=Han}]{3,}/u
const REASON =
  /\b(?:because|since|due to|as a result|so that|in order to|reason|therefore|caused? by|thanks to)\b|ため|ので|から|理由|によって|により|原因|おかげ|目的/i
const DEFINITION =
  /\b(?:is|are|was|were|means?|refers? to|called|known as|defined as|stands for)\b|とは|である|です|(?:と|を)いう|を指す|の(?:こと|略|一種|総称)/i

// The first that fits counts.
const HINTS: readonly Hint[] = [
  {
    asks: /\bhow (?:many|much|old|tall|long|far|large|big|high|fast|often)\b|\bwhat (?:percentage|percent|number|share|amount|price|cost)\b|何(?:人|個|回|本|枚|年間?|月|日|時間?|パーセント|%|ヶ国|カ国|ヵ国|か国|件|台|種類|km|キロ|メートル|歳|位|つ|番)|いくつ|いくら|どれ(?:くらい|ぐらい|だけ)|の(?:数|人口|面積|高さ|長さ|料金|値段|割合)は/i,
    form: NUMBER,
  },
  {
    asks: /\bwhen\b|\bwhat (?:year|date|day|month|time|century|decade)\b|\bin which (?:year|month|century)\b|いつ|何(?:年|月|日|時|世紀|曜日)|何時代/i,
    form: TIME,
  },
  { asks: /\bwho(?:m|se)?\b|誰|だれ|何という(?:人|人物)/i, form: NAME },
  {
    asks: /\bwhere\b|\b(?:what|which) (?:city|country|state|place|town|region|continent)\b|どこ|何(?:県|市|国|州)|どの(?:国|県|市|都市)/i,
    form: NAME,
  },
  { asks: /\bwhy\b|\bwhat (?:caused|is the reason)|なぜ|何故|どうして|なんで|理由|原因/i, form: REASON },
  {
    asks: /\bhow (?:do|can|should|to|does one)\b|\bsteps?\b|\blist\b|\bwhat are (?:the|all)\b|\bwhich .*s (?:are|does|do)\b|\bcommands?\b|\bexample\b|方法|手順|やり方|一覧|コマンド|例を|例は|どうすれば|どうやって|種類/i,
    block: true,
  },
  {
    asks: /^(?:what (?:is|are|was|were|does .* mean)|define)\b|とは(?:何|なん|どう|[?？]?$)|って何|の意味|の定義/i,
    form: DEFINITION,
  },
]

/** Reads from a question's form what its answer will look like. */
export function expectAnswer(question: string): Expectation {
  const hint = HINTS.find(({ asks }) => asks.test(question))
  return {
    form: hint?.form,
    block: hint?.block ?? false,
    single: hint?.form === DEFINITION,
    definition: defining(question),
  }
}

const LONGEST_SUBJECT = 60
const SUBJECT =
  /^(?:what|who) (?:is|are|was|were) (?:an? |the )?(.+?)[\s?？.]*$|^(.+?)(?:とは|って)(?:何|なん|誰|だれ|どう|[?？]?$)/i

/** Recognises 'X is …' and 「Xは…」 for a question that asks what X is. */
function defining(question: string): RegExp | undefined {
  const match = SUBJECT.exec(question.trim())
  const subject = (match?.[1] ?? match?.[2])?.trim()
  if (subject === undefined || subject === '' || subject.length > LONGEST_SUBJECT) return undefined
  const literal = subject.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(
    `^[\\s"'\`*「『(-]*(?:an? |the )?${literal}["'\`*」』)]*\\s*(?:is|are|was|were|means?|refers?|stands?|とは|は.*(?:です|である|のことだ?|を指す|を指します|といいます|という)[。.]?$)`,
    'i',
  )
}
