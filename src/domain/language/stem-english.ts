/**
 * Reduces an English word to its stem, so that 'connected', 'connecting' and 'connections' meet. Porter's algorithm
 * (M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980), with the two later rules of its author
 * (`-logi`, `-bli`). Words with anything but a-z, and words of up to two letters, stay as they are.
 */
export function stemEnglish(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  let stem = word.startsWith('y') ? `Y${word.slice(1)}` : word
  stem = dropPlural(stem)
  stem = dropPastAndGerund(stem)
  stem = turnFinalY(stem)
  stem = replaceSuffix(stem, DOUBLE_SUFFIXES)
  stem = replaceSuffix(stem, SINGLE_SUFFIXES)
  stem = dropResidualSuffix(stem)
  return tidyEnd(stem).toLowerCase()
}

const CONSONANT = '[^aeiou]'
const VOWEL = '[aeiouy]'
const CONSONANTS = `${CONSONANT}[^aeiouy]*`
const VOWELS = `${VOWEL}[aeiou]*`

/** Measure above 0: the word holds [C]VC…, Porter's m > 0. */
const MEASURE_1 = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}`)
const MEASURE_EXACTLY_1 = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}(${VOWELS})?$`)
const MEASURE_2 = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`)
const HAS_VOWEL = new RegExp(`^(${CONSONANTS})?${VOWEL}`)
const ENDS_CVC = new RegExp(`^${CONSONANTS}${VOWEL}[^aeiouwxy]$`)
const DOUBLE_CONSONANT = /([^aeiouylsz])\1$/

function dropPlural(word: string): string {
  if (/(ss|i)es$/.test(word)) return word.slice(0, -2)
  if (/[^s]s$/.test(word)) return word.slice(0, -1)
  return word
}

function dropPastAndGerund(word: string): string {
  if (word.endsWith('eed')) return MEASURE_1.test(word.slice(0, -3)) ? word.slice(0, -1) : word
  const stem = /(ed|ing)$/.test(word) ? word.replace(/(ed|ing)$/, '') : undefined
  if (stem === undefined || !HAS_VOWEL.test(stem)) return word
  if (/(at|bl|iz)$/.test(stem) || ENDS_CVC.test(stem)) return `${stem}e`
  return DOUBLE_CONSONANT.test(stem) ? stem.slice(0, -1) : stem
}

function turnFinalY(word: string): string {
  return word.endsWith('y') && HAS_VOWEL.test(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word
}

type SuffixTable = readonly (readonly [suffix: string, replacement: string])[]

const DOUBLE_SUFFIXES: SuffixTable = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
  ['logi', 'log'],
]

const SINGLE_SUFFIXES: SuffixTable = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
]

function replaceSuffix(word: string, table: SuffixTable): string {
  for (const [suffix, replacement] of table) {
    if (!word.endsWith(suffix)) continue
    const stem = word.slice(0, -suffix.length)
    return MEASURE_1.test(stem) ? stem + replacement : word
  }
  return word
}

const RESIDUAL = /(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/

function dropResidualSuffix(word: string): string {
  const match = RESIDUAL.exec(word)
  if (match !== null) {
    const stem = word.slice(0, match.index)
    return MEASURE_2.test(stem) ? stem : word
  }
  if (/[st]ion$/.test(word)) {
    const stem = word.slice(0, -3)
    return MEASURE_2.test(stem) ? stem : word
  }
  return word
}

function tidyEnd(word: string): string {
  let stem = word
  if (stem.endsWith('e')) {
    const short = stem.slice(0, -1)
    if (MEASURE_2.test(short) || (MEASURE_1.test(short) && !(MEASURE_EXACTLY_1.test(short) && ENDS_CVC.test(short)))) {
      stem = short
    }
  }
  return stem.endsWith('ll') && MEASURE_2.test(stem) ? stem.slice(0, -1) : stem
}
