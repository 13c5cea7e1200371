/** What a message says that asks for nothing. */
export type SmallTalk = 'greeting' | 'thanks' | 'farewell' | 'introduction'

const PATTERNS: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'greeting',
    /^(?:hi+|hello+|hey+|yo|good (?:morning|afternoon|evening)|greetings|howdy)(?: (?:there|all|everyone|kiku|team))?$/,
  ],
  [
    'greeting',
    /^(?:こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|やあ|どうも|ハロー|はじめまして|初めまして)$/,
  ],
  [
    'thanks',
    /^(?:ok(?:ay)?,? )?(?:(?:many |great,? |perfect,? )?(?:thanks|thank you|thx|ty|cheers|much appreciated)(?: (?:a lot|so much|very much|again|kiku|for (?:the|your) help|everyone))*|great|perfect|got it|ok(?:ay)?|nice|cool)$/,
  ],
  [
    'thanks',
    /^(?:(?:どうも|本当に|大変|いつも)?(?:ありがとう|有難う|有り難う|あざす)(?:ございま(?:す|した))?|助かりました|助かります|感謝します|感謝です|了解(?:です|しました)?|わかりました|分かりました|ok(?:です)?|承知しました|なるほど)$/,
  ],
  [
    'farewell',
    /^(?:bye(?: bye)?|goodbye|see you(?: later| soon| tomorrow)?|good night|さようなら|さよなら|おやすみ(?:なさい)?|お疲れ様(?:です|でした)?|またね|バイバイ)$/,
  ],
  ['introduction', /^(?:who|what) are you|^what can you do|^what do you do|^(?:introduce yourself|help)$/],
  ['introduction', /^(?:あなた|君|きみ|kiku)(?:は|って)(?:誰|だれ|何者|何|なに)|^(?:何が|なにが)できます?|^自己紹介/],
]
const LONGEST = 60

/** Recognises greetings, thanks and the like in English and Japanese, whole messages only. */
export function recogniseSmallTalk(text: string): SmallTalk | undefined {
  if (text.length > LONGEST) return undefined
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:\p{P}|\p{S}|\p{Cf}|\p{M})+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return PATTERNS.find(([, pattern]) => pattern.test(bare))?.[0]
}
