import { japaneseReasons } from '../../../../../domain/wording/reasons-ja.ts'
import type { Words } from '../english.ts'

const amount = (number: number) => number.toLocaleString('ja')

const places = { knowledge: '文書', history: '過去の会話' }

/** Such as '文書を検索、ツールを使用'. */
function joinDeeds(verb: string, given: readonly ('knowledge' | 'history' | 'tool')[], tools: string): string {
  const searched = given.flatMap((place) => (place === 'tool' ? [] : [places[place]])).join('と')
  const deeds = [searched === '' ? [] : [`${searched}${verb}`], given.includes('tool') ? [tools] : []]
  return deeds.flat().join('、')
}

export const askWords: Words['ask'] = {
  title: '質問する',
  thread: '会話',
  welcome: '何をお調べしますか？',
  welcomeText: (passages) => `必要なときは${amount(passages)}か所の中から調べ、回答の根拠がどこにあるかを示します。`,
  nothingYet: 'いま検索できるのは Kiku の手引きだけです。文書を追加すると、その内容からお答えします。',
  addSources: '文書を追加',
  examples: ['Kiku とは何ですか？', '文書はどうやって追加しますか？', '情報源を読めるのは誰ですか？'],
  examplesLabel: 'たとえば',
  question: '質問',
  placeholder: '質問を入力',
  placeholderFollow: '続けて質問',
  send: '送信',
  stop: '停止',
  searchMode: '検索の仕方',
  searchModes: { auto: '必要なときに検索', always: '必ず検索', never: '検索しない' },
  hint: 'Enter で送信、Shift + Enter で改行',
  tooLong: (over) => `${amount(over)}文字超えています`,
  charactersLeft: (left) => `あと${amount(left)}文字`,

  connecting: '送信しています…',
  stages: {
    queued: '順番を待っています…',
    contextualise: '会話を読んでいます…',
    probe: '手がかりを探しています…',
    route: '検索するか判断しています…',
    gather: '文書を検索しています…',
    fit: '引用する箇所を選んでいます…',
    answer: '書いています…',
    check: '出典を確認しています…',
  },
  waiting: (position) => (position <= 1 ? '次に取りかかります…' : `前に${position - 1}件の質問があります…`),
  usingTool: (tool) => `${tool} を使っています…`,
  reconnecting: '接続が切れました。再接続しています…',
  stopped: '停止しました',
  stoppedText: 'この回答は途中で停止されました。',
  answerOf: (question) => `回答: ${question}`,
  announceAnswer: (text, sources) => `回答: ${text}${sources === 0 ? '' : ` 出典${sources}件。`}`,
  approvalNeeded: 'ツールの実行に承認が必要です。',

  searched: (given, tools) => {
    if (given.length === 0) return '検索せずに回答'
    const deeds = { used: 'ツールを使用', chosen: 'ツールを選択', unused: 'ツールは使用せず' }
    return joinDeeds('を検索', given, deeds[tools])
  },
  searching: (given, tools) => {
    if (given.length === 0) return '検索せずに回答中'
    const deeds = { used: 'ツールを使用中', chosen: 'ツールを選択中', unused: 'ツールを検討中' }
    return joinDeeds('を検索中', given, deeds[tools])
  },
  search: '検索する',
  searchLabel: '検索する（文書から答え直す）',
  why: '理由',
  whyTitle: '判断の内訳',
  routes: { direct: 'そのまま回答', knowledge: '文書を検索', history: '過去の会話を検索', tool: 'ツールを使用' },
  routesTitle: 'それぞれが適切である確率',
  featuresTitle: '判断の材料',
  featuresNote: '質問の文と索引の下調べから測った値です。長いほど強い手がかりで、0未満は反対の手がかりです。',
  noFeatures: 'この判断では何も測っていません。',
  probes: {
    'probe-knowledge': '最良の文書の適合度',
    'probe-knowledge-margin': '次の文書との差',
    'probe-history': '最良の過去の発言の適合度',
    'probe-history-margin': '次の発言との差',
    'probe-tool': '最良のツールの適合度',
    'probe-tool-margin': '次のツールとの差',
  },
  decidedBy: {
    features: '文の特徴と索引の下調べによる判断',
    model: '言語モデルも使った判断',
    asker: 'ご指定による判断',
  },
  confidence: (percent) => `確信度 ${percent}%`,
  reasons: japaneseReasons,
  standalone: '質問の解釈',
  timings: 'かかった時間',
  stageNames: {
    queued: '順番待ち',
    contextualise: '会話の確認',
    probe: '下調べ',
    model: 'モデルの確認',
    route: '判断',
    gather: '検索',
    fit: '箇所の選択',
    answer: '執筆',
    check: '出典の確認',
    total: '合計',
  },
  milliseconds: (ms) =>
    ms < 1000
      ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}ミリ秒`
      : `${ms < 10_000 ? (ms / 1000).toFixed(1) : (ms / 1000).toFixed(0)}秒`,

  extracted: 'モデルを使わず、出典をそのまま引用しています',
  abstained: '根拠のある回答は見つかりませんでした',
  abstainedText: '回答を裏付けるものが見つからなかったため、お答えしていません。',
  degraded: (code, isQuoted) => {
    const [why, what] =
      code === 'model-busy' || code === 'queue-full'
        ? ['言語モデルが混み合っている', '言語モデルが混み合っています']
        : code === 'model-timeout' || code === 'deadline-exceeded'
          ? ['言語モデルの応答に時間がかかりすぎた', '言語モデルの応答に時間がかかりすぎました']
          : ['いまは言語モデルを使えない', 'いまは言語モデルを使えません']
    return isQuoted ? `${why}ため、出典を引用しています。` : `${what}。`
  },
  usedEvidence: (used, found) => `${found}件中${used}件の箇所を使用`,
  writtenBy: (model) => `回答: ${model}`,

  sources: '出典',
  citation: (number, title) => `出典${number}: ${title}`,
  allEvidence: (found) => `すべての根拠（${found}件）`,
  evidence: '根拠',
  page: (page, last) => (last === undefined ? `${page}ページ` : `${page}〜${last}ページ`),
  slide: (slide, last) => (last === undefined ? `スライド${slide}` : `スライド${slide}〜${last}`),
  line: (line) => `${line}行目`,
  row: (row) => `表の${row}行目`,
  evidenceText: '検索で見つかった箇所を、よく合う順に示します。',
  evidenceNone: 'この回答では何も検索していません。',
  evidenceGone: '検索の得点はページを開いている間だけ残ります。もう一度検索すると表示できます。',
  searchAgain: 'もう一度検索',
  cited: (number) => `出典${number}`,
  notCited: '引用なし',
  namespaces: { knowledge: '文書', history: '過去の会話', tool: 'ツール', example: '例' },
  probability: '関連度',
  probabilityHint: 'この箇所が関連する確率（較正済み）',
  lexical: '語の一致',
  lexicalHint: 'BM25。取りうる最大値に対する割合',
  dense: '意味の近さ',
  denseHint: '埋め込みのコサイン',
  fused: '統合',
  fusedHint: '両方を合わせた得点。この検索の中でだけ比べられます',
  rank: (rank) => `${rank}位`,
  noScore: 'この方法では該当なし',
  openPassage: 'この箇所を開く',
  passage: '該当箇所',
  backToEvidence: '根拠の一覧へ戻る',
  earlier: '前の部分を表示',
  later: '続きを表示',
  beginning: '文書の先頭',
  end: '文書の末尾',
  openOriginal: '元の文書を開く',
  quoteMissing: '引用した文がここに見当たりません。文書が更新された可能性があります。',
  toolSaid: 'ツールの回答です。この回答とともにだけ保存されています。',

  tools: 'ツール',
  toolsTitle: (calls) => `ツールを${calls}回実行`,
  considered: '候補',
  noCalls: 'ツールは実行していません。',
  outcomes: { done: '完了', failed: '失敗', refused: '実行せず', 'awaiting-approval': '承認待ち' },

  approveTitle: (tool) => `「${tool}」を実行してよいですか？`,
  approveText: '承認すると、次の引数のとおりに実行します:',
  destructive: '元に戻せない変更や削除が起こるおそれがあります。',
  approve: '承認する',
  decline: '承認しない',
  approved: '承認しました。答え直しています…',
  declined: '承認されなかったため、何も実行していません。',
  expired: '承認の期限が過ぎました。必要なときは、もう一度質問してください。',
  expiresIn: (text) => `承認の期限: ${text}`,
  minutes: (minutes) => (minutes >= 120 ? `あと${Math.floor(minutes / 60)}時間` : `あと${minutes}分`),
  secondsLeft: (value) => `あと${value}秒`,
  argumentsTooLong: '引数が長すぎて全体を表示できないため、ここでは承認できません。',

  actions: 'この回答の操作',
  copy: 'Markdown でコピー',
  copied: 'コピーしました',
  copyFailed: 'ブラウザーがコピーを許可しませんでした。',
  copyCode: 'コピー',
  tryAgain: 'もう一度',
  helpful: '役に立った',
  notHelpful: '役に立たなかった',
  thanks: 'ありがとうございます。',
  reasonTitle: '何がよくなかったですか？',
  reasonChoices: ['内容が間違っている', '情報が古い', '足りないことがある', '出典が適切でない'],
  reasonLabel: '詳しく（任意）',
  reasonSend: '送信',
  failedTitle: 'うまくいきませんでした',
  noAnswer: 'この質問には回答がありません。',
  gone: 'この会話は残っていないか、ご覧になれません。',
}
