const ENGLISH =
  'a an and are as at be been being but by can could did do does doing for from had has have having he her hers him his how i if in into is it its itself me my of on or our ours she should so some such than that the their theirs them then there these they this those to too us was we were what when where which who whom why will with would you your yours about am'

const JAPANESE =
  'の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない この ため その あっ よう また もの という あり まで られ なる へ か だ これ によって により おり より による ず なり られる において ば なかっ なく しかし について せ だっ できる それ う ので なお のみ でき き つ における および いう さらに でも ら たり その他 に関する たち ます ん なら です ました ください ですか ますか'

const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${JAPANESE}`.split(' '))

/** Whether a lower-case word says nothing about a text's subject, in English or Japanese. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word)
}
