import { describe, expect, it } from 'vitest'
import { analyzeTerms, termWeight } from '../../../../src/domain/language/terms.ts'

const words = (text: string): string[] => analyzeTerms(text).filter((term) => !term.endsWith('\u2060'))

describe('analyzeTerms', () => {
  it('brings the forms of an English word together', () => {
    expect(words('Connected connections, connecting!')).toEqual(['connect', 'connect', 'connect'])
  })

  it('cuts Japanese into words and bigrams', () => {
    expect(words('経費を精算する')).toEqual(['経費', 'を', '精算', 'する'])
    expect(analyzeTerms('経費を').filter((term) => term.endsWith('\u2060'))).toEqual(['経費\u2060', '費を\u2060'])
  })

  it('ends a word where Japanese begins', () => {
    expect(words('6月下旬にAPIキーを')).toEqual(['6', 'api', '月', '下旬', 'に', 'キー', 'を'])
  })

  it('folds full-width letters and half-width kana', () => {
    expect(words('ＡＰＩ ｻｰﾊﾞ')).toEqual(words('API サーバ'))
  })

  it('gives an identifier whole and in its parts', () => {
    expect(words('getUserToken max_retry_count')).toEqual([
      ...['get', 'user', 'token', 'getusertoken'],
      ...['max', 'retri', 'count', 'max_retry_count'],
    ])
  })

  it('drops the possessive', () => {
    expect(words("the team's")).toEqual(['the', 'team'])
  })

  it('finds no terms in signs and spaces', () => {
    expect(analyzeTerms(' \n—…！ ')).toEqual([])
  })
})

describe('termWeight', () => {
  it('weighs function words least, bigrams less than words', () => {
    const [content, functional, bigram] = ['経費', 'the', '経費\u2060'].map(termWeight)

    expect(functional).toBeLessThan(bigram!)
    expect(bigram).toBeLessThan(content!)
  })
})
