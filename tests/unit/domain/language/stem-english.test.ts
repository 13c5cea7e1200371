import { describe, expect, it } from 'vitest'
import { stemEnglish } from '../../../../src/domain/language/stem-english.ts'

// Examples of Porter's paper (Program 14(3), 1980), each with the stem that all steps together give.
const EXAMPLES: Readonly<Record<string, string>> = {
  caresses: 'caress',
  ponies: 'poni',
  cats: 'cat',
  feed: 'feed',
  agreed: 'agre',
  plastered: 'plaster',
  motoring: 'motor',
  sing: 'sing',
  sized: 'size',
  hopping: 'hop',
  falling: 'fall',
  filing: 'file',
  happy: 'happi',
  sky: 'sky',
  relational: 'relat',
  digitizer: 'digit',
  operator: 'oper',
  decisiveness: 'decis',
  formality: 'formal',
  electrical: 'electr',
  hopeful: 'hope',
  goodness: 'good',
  adjustable: 'adjust',
  replacement: 'replac',
  adoption: 'adopt',
  rate: 'rate',
  cease: 'ceas',
  controlling: 'control',
  generalizations: 'gener',
}

describe('stemEnglish', () => {
  it.each(Object.entries(EXAMPLES))('reduces %s to %s', (word, stem) => {
    expect(stemEnglish(word)).toBe(stem)
  })

  it.each(['a', 'is', 'x86', 'naïve', '東京', ''])('leaves %j alone', (word) => {
    expect(stemEnglish(word)).toBe(word)
  })
})
