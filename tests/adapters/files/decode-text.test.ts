import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../src/adapters/files/decode-text.ts'

const JAPANESE = [
  '日本',
  'はい',
  '了解',
  '価格',
  '見積書',
  'カタカナ',
  '株式会社',
  '第１章　総則',
  '①②',
  '髙橋',
  '名前,年齢\n田中,30\n',
  '「はい」',
  '納期：来週',
  '設定file',
  'Kiku は聞く',
  'ソ表能ポ十',
  '憂鬱な薔薇',
  `${'plain ASCII preamble\n'.repeat(50)}最後の行だけ日本語です。`,
]
const EUROPEAN = [
  'café',
  'élan',
  'Müller',
  'Straße',
  'ÀÉÎ',
  '“quoted”',
  'it’s',
  '£5',
  '25°C',
  'São Paulo',
  'l’été',
  'Größe',
]

describe('decodeText', () => {
  it.each(['CP932', 'EUC-JP', 'utf8', 'utf-16le', 'utf-16be'])('recognises Japanese in %s', (encoding) => {
    const bytes = JAPANESE.map((text) => iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') }))

    expect(bytes.map((text) => decodeText(text).text)).toEqual(JAPANESE)
  })

  it('recognises western text in windows-1252, typographic marks included', () => {
    expect(EUROPEAN.map((text) => decodeText(iconv.encode(text, 'windows-1252')).text)).toEqual(EUROPEAN)
  })

  it('recognises ISO-2022-JP by its escape sequences', () => {
    const bytes = Buffer.from('Subject: \u001b$BF|K\\8l\u001b(B', 'latin1')

    expect(decodeText(bytes)).toEqual({ text: 'Subject: 日本語', encoding: 'iso-2022-jp' })
  })

  it('recognises UTF-16 without a byte order mark', () => {
    expect(decodeText(iconv.encode('Just some words.', 'utf-16le')).text).toBe('Just some words.')
    expect(decodeText(iconv.encode('Just some words.', 'utf-16be')).text).toBe('Just some words.')
  })

  it('drops the byte order mark of UTF-8', () => {
    expect(decodeText(Buffer.from('\ufeffText')).text).toBe('Text')
  })

  it('believes a declaration only where the bytes agree', () => {
    const greek = iconv.encode('Καλημέρα κόσμε', 'iso-8859-7')

    expect(decodeText(greek, 'iso-8859-7').text).toBe('Καλημέρα κόσμε')
    expect(decodeText(Buffer.from('日本語'), 'shift_jis').text).toBe('日本語')
    expect(decodeText(iconv.encode('日本語の文', 'EUC-JP'), 'no-such-charset').text).toBe('日本語の文')
  })

  it('keeps UTF-8 with a broken byte readable', () => {
    const bytes = Buffer.concat([Buffer.from('これは壊れた'), Buffer.from([0xff]), Buffer.from('文章です。')])

    expect(decodeText(bytes).text).toBe('これは壊れた\ufffd文章です。')
  })

  it('keeps Cyrillic and Greek in UTF-8', () => {
    expect(decodeText(Buffer.from('абв')).text).toBe('абв')
    expect(decodeText(Buffer.from('Αθήνα')).text).toBe('Αθήνα')
  })
})
