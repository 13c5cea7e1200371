import { japaneseReasons } from '../../domain/wording/reasons-ja.ts'
import type { Strings } from './strings.ts'

const SURFACES = { slack: 'Slack', discord: 'Discord', web: 'ウェブページ', terminal: '端末' } as const

export const japanese: Strings = {
  locale: 'ja',
  stages: {
    queued: '順番を待っています…',
    contextualise: '会話を読んでいます…',
    probe: '見回しています…',
    route: '検索するか判断しています…',
    gather: '検索しています…',
    fit: '引用箇所を選んでいます…',
    answer: '書いています…',
    check: '出典を確認しています…',
  },
  sources: '出典',
  corrected: '— 出典と照合した回答: —',
  page: (page) => `${page}ページ`,
  slide: (slide) => `スライド${slide}`,
  line: (line) => `${line}行目`,
  row: (row) => `${row}行目`,
  searched: { knowledge: '文書を検索しました', history: '過去の会話を検索しました', tool: 'ツールを使いました' },
  answeredDirectly: '検索せずに回答しました',
  why: (reasons) => `理由: ${reasons.join('、')}`,
  reasons: japaneseReasons,
  usedEvidence: (used, found) => `${found}件中${used}件の引用箇所を使用`,
  writtenBy: (answer) => {
    if (answer.pending !== undefined) return '承認待ち'
    if (answer.kind === 'abstained') return '回答は見つかりませんでした'
    if (answer.model !== null) return `回答: ${answer.model}`
    return answer.kind === 'extracted' ? 'モデルを使わない引用' : ''
  },
  degraded: (code) => `モデルは使われませんでした（${code}）。対処は kiku doctor で分かります`,
  readingHandbook: 'すぐに質問できるように、Kiku のハンドブックを読み込んでいます…',
  progress: (done, total, chunks, rate, left) =>
    `${done}/${total} 文書 · ${chunks} 断片 · ${rate.toFixed(1)}件/秒${left === null ? '' : ` · 残り ${left}`}`,
  ingested: (report, seconds) =>
    `追加 ${report.added}、更新 ${report.updated}、変更なし ${report.unchanged}、削除 ${report.removed}。${report.chunks} 断片、${seconds.toFixed(1)} 秒。`,
  failures: (count) => `${count} 件は読み込めませんでした:`,
  watching: '変更を監視しています。Ctrl-C で終了します。',
  noSources: 'まだソースがありません。追加するには: kiku ingest <パスまたは URL>',
  noResults: '見つかりませんでした。',
  sourceColumns: ['ID', '種類', '公開範囲', '文書', '断片', '更新', '場所'],
  removed: (documents, items) => `${documents} 文書（${items} 断片）を削除しました。`,
  notRemembered: '別の Kiku がこのデータフォルダーを使っているため、この質問は記憶されません。',
  ready: 'Kiku の準備ができました。日本語か英語で質問してください。/help でコマンド一覧、Ctrl-D で終了します。',
  readyWithoutTerminal: 'Kiku は動いています。端末がないため対話はできません。Ctrl-C か SIGTERM で終了します。',
  pageStarted: (url) => `ブラウザーで開けます: ${url}`,
  surfaceStarted: (name) => `${SURFACES[name]}に接続しました。`,
  surfaceNotStarted: (name, isRetrying) =>
    `${SURFACES[name]}を開始できませんでした${isRetrying ? '（あとで再試行します）' : ''}:`,
  stopping: '終了しています…',
  chat: {
    prompt: '› ',
    help: [
      '/search <質問>   必ず検索して回答',
      '/direct <質問>   検索せずに回答',
      '/new             新しい会話を始める',
      '/quit            終了（Ctrl-D でも可）',
      'Ctrl-C           回答を止める',
    ].join('\n'),
    newThread: '新しい会話を始めます。',
    stopped: '（中断しました）',
    leaveHint: 'もう一度 Ctrl-C を押すと終了します。',
    unknownCommand: (name) => `${name} というコマンドはありません。/help で一覧を表示します。`,
  },
  doctorStates: { ok: '正常', off: 'オフ', warning: '注意', broken: '異常' },
  evaluationSteps: { index: '索引作成', search: '検索', route: '判断', embed: '埋め込み' },
  embedding: {
    embedder: ({ id, preset, dimension, task, side }) =>
      `${id} · プリセット ${preset} · ${dimension} 次元 · task ${task} · side ${side}`,
    fusedRank: (rank) => `検索では ${rank} 位`,
    notRanked: '検索結果には入りません',
  },
  discord: {
    registration: (outcome, servers) => {
      const where = servers === 0 ? 'すべての場所' : `${servers} 個のサーバー`
      switch (outcome) {
        case 'registered':
          return `コマンドを${where}に登録しました。表示されないときは Discord を再読み込みしてください。`
        case 'unchanged':
          return `コマンドは${where}に登録済みです。変更はありません。`
        case 'removed':
          return `コマンドを${where}から削除しました。次の起動時に discord.registerIn のとおりに登録されます。`
      }
    },
    keepServers:
      '次の起動時には discord.registerIn のとおりに登録されます。このままにするには同じサーバーを設定してください。',
    addToServer: '管理しているサーバーに Kiku を追加:',
    permissions: '次の権限だけを求めます:',
    addToAccount: '自分のアカウントにコマンドを追加（Discord のどこでも使えます）:',
    noAccounts:
      '各自のアカウントに追加できるようにするには、アプリケーションの「Installation」で「User Install」を有効にしてください。',
  },
  tools: {
    calling: (tool) => `${tool} を使っています…`,
    wouldCall: (tool) => `承認すると、${tool} を次の引数のとおりに実行します:`,
    approve: '承認しますか? [y/N] ',
    notDone: '実行しませんでした。',
    noReply: '返答がなかったため、実行しませんでした。',
    tooLong: '長すぎて全体を表示できないため、承認できません。短くして、もう一度質問してください。',
    approvalNeeded: '承認が必要です。承認するには、--json もパイプも使わずに、端末でもう一度質問してください。',
    considered: (tools) => `候補になったツール: ${tools.join('、')}`,
    called: (calls) => `呼び出したツール: ${calls.join('、')}`,
    outcomes: {
      done: '完了',
      failed: '失敗',
      refused: '実行せず',
      'awaiting-approval': '承認待ち',
    },
  },
  seeLog: (file) => `詳細は ${file} にあります。`,
  errors: {
    misuse: '使い方の誤り',
    'config-invalid': '設定の誤り',
    'data-locked': 'データフォルダーは使用中です',
    'disk-full': 'ディスクに空きがありません',
    'disk-read-only': 'ディスクに書き込めません',
    'store-corrupt': 'データベースが壊れています',
    'store-failed': 'データベースの失敗',
    'model-missing': 'モデルがありません',
    'model-busy': 'モデルが混み合っています',
    'model-unreachable': 'モデルに接続できません',
    'model-timeout': 'モデルの応答がありません',
    'model-failed': 'モデルの失敗',
    'model-incapable': 'モデルにその機能がありません',
    'prompt-too-long': '入力が長すぎます',
    'embedder-mismatch': '埋め込みの次元が合いません',
    'embedder-failed': '埋め込みの失敗',
    'document-unsupported': '対応していない形式です',
    'document-unreadable': '文書を読み取れません',
    'document-encrypted': 'パスワード付きの文書です',
    'document-too-large': '文書が大きすぎます',
    'tool-missing': 'ツールが使えません',
    'tool-failed': 'ツールの失敗',
    'source-missing': 'ソースが見つかりません',
    'url-refused': 'この URL は許可されていません',
    'url-failed': 'URL を取得できません',
    'question-empty': '質問が空です',
    'question-too-long': '質問が長すぎます',
    'queue-full': '順番待ちがいっぱいです',
    'rate-limited': '質問が多すぎます',
    'channel-limited': 'このチャンネルの質問が多すぎます',
    'surface-unreachable': 'チャットサービスに接続できません',
    'surface-refused': 'チャットサービスに拒否されました',
    'deadline-exceeded': '時間切れです',
    cancelled: '中断しました',
    internal: '内部エラー',
  },
}
