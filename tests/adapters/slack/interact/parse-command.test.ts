import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../../src/adapters/slack/interact/parse-command.ts'

describe('parseCommand', () => {
  it.each([
    ['ask How do I start?', { kind: 'ask', text: 'How do I start?' }],
    ['  ASK: How do I start?', { kind: 'ask', text: 'How do I start?' }],
    ['質問　出張費の精算方法は？', { kind: 'ask', text: '出張費の精算方法は？' }],
    ['ａｓｋ 経費は？', { kind: 'ask', text: '経費は？' }],
    ['search travel costs', { kind: 'search', text: 'travel costs' }],
    ['検索：出張費', { kind: 'search', text: '出張費' }],
    ['検索　出張費　精算', { kind: 'search', text: '出張費　精算' }],
    ['search', { kind: 'search', text: '' }],
    ['forget me', { kind: 'forget', what: 'me' }],
    ['forget this thread', { kind: 'forget', what: 'thread' }],
    ['Forget the channel.', { kind: 'forget', what: 'channel' }],
    ['forget', { kind: 'forget', what: undefined }],
    ['忘れて 私', { kind: 'forget', what: 'me' }],
    ['削除　スレッド', { kind: 'forget', what: 'thread' }],
    ['このチャンネルを忘れて', { kind: 'forget', what: 'channel' }],
    ['私のことを忘れて。', { kind: 'forget', what: 'me' }],
    ['出典', { kind: 'sources' }],
    ['sources', { kind: 'sources' }],
    ['設定', { kind: 'settings' }],
    ['settings', { kind: 'settings' }],
    ['ヘルプ', { kind: 'help' }],
    ['？', { kind: 'help' }],
    ['', { kind: 'help' }],
    ['　', { kind: 'help' }],
  ])('reads %j', (typed, expected) => {
    expect(parseCommand(typed)).toEqual(expected)
  })

  it.each([
    'How do I claim travel costs?',
    '出張費の精算方法は？',
    'help me find the travel policy',
    'forgot my password, what now?',
    'forget the old process, what is the new one?',
    'research grants',
    'settings of the coffee machine',
    'what',
    '設定を変えるには？',
    '経費を忘れて',
  ])('takes %j for a question', (typed) => {
    expect(parseCommand(typed)).toEqual({ kind: 'ask', text: typed })
  })

  it.each([
    ['serach travel costs', 'search'],
    ['forgte me', 'forget'],
    ['sorces', 'sources'],
    ['hlep', 'help'],
    ['setings', 'settings'],
    ['forgot', 'forget'],
  ])('takes %j for a slip of the finger', (typed, nearest) => {
    expect(parseCommand(typed)).toEqual({ kind: 'unknown', nearest })
  })
})
