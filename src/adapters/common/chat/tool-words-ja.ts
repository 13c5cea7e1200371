import type { ToolWords } from './tool-words.ts'

export const japaneseToolWords: ToolWords = {
  calling: (tool) => `${tool} を使っています…`,

  approve: '承認する',
  decline: '承認しない',
  wouldCall: (tool) => `承認すると、${tool} を次の引数のとおりに実行します:`,
  tooLong: '長すぎて全体を表示できないため、ここでは承認できません。短くして、もう一度質問してください。',
  waiting: '承認待ち',
  decisions: {
    approved: '承認されました。',
    declined: '実行しませんでした。',
    expired: '承認の期限が過ぎました。必要なときは、もう一度質問してください。',
    decided: 'この件はすでに決定済みです。',
  },
  gone: 'この実行はもう承認を待っていません。質問に答え直したか、記録が消去されています。',
  notYours: '決められるのは、質問した人だけです。',

  considered: '候補になったツール',
  fits: (tool, percent) => `${tool}: ${percent}%`,
  called: '呼び出したツール',
  outcomes: {
    done: '完了',
    failed: '失敗',
    refused: '実行せず',
    'awaiting-approval': '承認待ち',
  },
}
