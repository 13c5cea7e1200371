import type { CorpusText } from './load-corpus.ts'
import { drawInteger, type Random } from './random.ts'

/** Distinct words of each language. */
const VOCABULARY = 60_000
const TOPICS = 2_000
const TOPIC_WORDS = 40
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan bel cor dun fer gal'.split(' ')
const ENDINGS = ['', '', 's', 'ed', 'ing', 'er', 'ation', 'ly']
const GLUE = {
  en: ['the', 'of', 'and', 'to', 'in', 'is', 'for', 'with'],
  ja: ['の', 'は', 'を', 'が', 'に', 'で', 'と', 'から'],
}
const FIRST_KANJI = 0x4e00
const KANJI = 3_000

type Language = keyof typeof GLUE

/**
 * English and Japanese texts, half each, whose words follow Zipf's law and whose topics give a search something to
 * find. They mean nothing; use a real corpus to learn how well a search finds, this one to learn how fast.
 */
export function synthesizeTexts(size: number, random: Random): CorpusText[] {
  const words = { en: coinWords(coinEnglish, random), ja: coinWords(coinJapanese, random) }
  const topics = Array.from({ length: TOPICS }, () =>
    Array.from({ length: TOPIC_WORDS }, () => drawInteger(random, VOCABULARY)),
  )
  return Array.from({ length: size }, (_, at): CorpusText => {
    const language: Language = at % 2 === 0 ? 'en' : 'ja'
    const topic = topics[drawInteger(random, TOPICS)]!
    const sentences = Array.from({ length: 2 + drawInteger(random, 6) }, () => sentence(language, words, topic, random))
    const title = join(language, [words[language][topic[0]!]!, words[language][topic[1]!]!])
    return {
      title,
      text: sentences.join(language === 'en' ? ' ' : ''),
      query: question(language, words, topic, random),
    }
  })
}

function coinWords(coin: (random: Random) => string, random: Random): string[] {
  const words = new Set<string>()
  while (words.size < VOCABULARY) words.add(coin(random))
  return [...words]
}

function coinEnglish(random: Random): string {
  const syllables = Array.from(
    { length: 2 + drawInteger(random, 3) },
    () => SYLLABLES[drawInteger(random, SYLLABLES.length)],
  )
  return syllables.join('') + ENDINGS[drawInteger(random, ENDINGS.length)]
}

function coinJapanese(random: Random): string {
  const length = 1 + drawInteger(random, 3)
  return String.fromCharCode(...Array.from({ length }, () => FIRST_KANJI + drawInteger(random, KANJI)))
}

function sentence(
  language: Language,
  words: Record<Language, string[]>,
  topic: readonly number[],
  random: Random,
): string {
  const length = 8 + drawInteger(random, 14)
  const drawn = Array.from({ length }, () => {
    const chance = random()
    if (chance < 0.35) return GLUE[language][drawInteger(random, GLUE[language].length)]!
    if (chance < 0.6) return words[language][topic[drawInteger(random, TOPIC_WORDS)]!]!
    // Rank r is drawn with a chance near 1/r.
    return words[language][Math.floor(VOCABULARY ** random()) - 1]!
  })
  return join(language, drawn) + (language === 'en' ? '.' : '。')
}

function question(
  language: Language,
  words: Record<Language, string[]>,
  topic: readonly number[],
  random: Random,
): string {
  const asked = Array.from(
    { length: 3 + drawInteger(random, 4) },
    () => words[language][topic[drawInteger(random, TOPIC_WORDS)]!]!,
  )
  return language === 'en' ? `What is the ${asked.join(' of ')}?` : `${asked.join('の')}は何ですか。`
}

function join(language: Language, words: readonly string[]): string {
  return words.join(language === 'en' ? ' ' : '')
}
