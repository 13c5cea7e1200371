import { type ErrorCode, KikuError } from '../domain/errors.ts'

/** What a user is told: what is wrong, and what to do. */
export interface Explanation {
  readonly message: string
  readonly remedy: string
}

type Wording = readonly [message: string, remedy: string]

const ASK_OPERATOR_EN = 'Ask whoever runs Kiku to look at `kiku doctor`.'
const ASK_OPERATOR_JA = 'Kikuの管理者に `kiku doctor` の確認を依頼してください。'
const AGAIN_EN = 'Please ask again in a moment.'
const AGAIN_JA = '少し待ってから、もう一度質問してください。'

const ENGLISH: Readonly<Record<ErrorCode, Wording>> = {
  misuse: ['That request cannot be carried out as it was given.', 'Check it and try again.'],
  'config-invalid': ['My settings contain a mistake.', ASK_OPERATOR_EN],
  'data-locked': [
    'Another Kiku is using the same data folder.',
    'Stop the other one, or give this one its own folder with `--data`.',
  ],
  'disk-full': [
    'My disk is full, so I cannot remember anything new.',
    'Free some space on the disk that holds the data folder.',
  ],
  'disk-read-only': ['I cannot write to my data folder.', 'Give Kiku write access to its data folder.'],
  'store-corrupt': ['My data is damaged.', ASK_OPERATOR_EN],
  'store-failed': ['I could not reach my data just now.', AGAIN_EN],
  'model-missing': ['The language model {model} is not installed.', 'Install it with `ollama pull {model}`.'],
  'model-busy': ['The language model is busy.', AGAIN_EN],
  'model-unreachable': [
    'I cannot reach the language model.',
    'Start the model server, or ask again without it: I can still quote sources.',
  ],
  'model-timeout': ['The language model took too long.', AGAIN_EN],
  'model-failed': ['The language model failed.', AGAIN_EN],
  'model-incapable': ['The language model cannot do what this needs.', 'Choose another model.'],
  'prompt-too-long': ['That is more text than the language model can take in.', 'Ask about a smaller part of it.'],
  'embedder-mismatch': ['The embedding model does not fit the index.', ASK_OPERATOR_EN],
  'embedder-failed': ['The embedding model failed.', AGAIN_EN],
  'document-unsupported': ['I cannot read this kind of file.', 'Convert it to PDF, Markdown or plain text.'],
  'document-unreadable': ['The file is damaged or empty.', 'Check that it opens in its own program, then try again.'],
  'document-encrypted': ['The file is protected with a password.', 'Save a copy without a password.'],
  'document-too-large': ['The file is too large.', 'Split it into smaller files.'],
  'source-missing': ['There is no such source.', 'See `kiku sources list`.'],
  'url-refused': ['I may not open that address.', 'Use a public address, or ask whoever runs Kiku to allow it.'],
  'url-failed': ['That address could not be read.', 'Check that it opens in a browser, then try again.'],
  'tool-missing': ['The tool that this needs is not there.', 'Ask whoever runs me to look at its server.'],
  'tool-failed': ['The tool did not do what it was asked for.', AGAIN_EN],
  'question-empty': ['There was no question in your message.', 'Write what you would like to know.'],
  'question-too-long': [
    'Your message has {length} characters; I can take {limit}.',
    'Shorten it, or add the long text as a document and ask about that.',
  ],
  'queue-full': ['Too many questions are waiting.', AGAIN_EN],
  'rate-limited': ['You have asked a lot in a short time.', 'Please wait {seconds} seconds.'],
  'channel-limited': ['Many questions came in here in a short time.', 'Please wait {seconds} seconds.'],
  'surface-unreachable': ['I cannot reach the chat service.', AGAIN_EN],
  'surface-refused': ['The chat service did not let me do that.', ASK_OPERATOR_EN],
  'deadline-exceeded': ['This took longer than I may take.', 'Ask again, perhaps a simpler question.'],
  cancelled: ['The answer was stopped.', 'Ask again whenever you like.'],
  internal: ['Something went wrong on my side.', 'Ask again; if it happens once more, tell whoever runs Kiku.'],
}

const JAPANESE: Readonly<Record<ErrorCode, Wording>> = {
  misuse: ['その指定では実行できません。', '内容を確かめて、もう一度お試しください。'],
  'config-invalid': ['設定に誤りがあります。', ASK_OPERATOR_JA],
  'data-locked': [
    '別のKikuが同じデータフォルダを使っています。',
    'もう一方を止めるか、`--data` で別のフォルダを指定してください。',
  ],
  'disk-full': [
    'ディスクがいっぱいで、新しいことを記録できません。',
    'データフォルダのあるディスクの空きを増やしてください。',
  ],
  'disk-read-only': ['データフォルダに書き込めません。', 'Kikuにデータフォルダへの書き込みを許可してください。'],
  'store-corrupt': ['データが壊れています。', ASK_OPERATOR_JA],
  'store-failed': ['データを読み書きできませんでした。', AGAIN_JA],
  'model-missing': [
    '言語モデル {model} がインストールされていません。',
    '`ollama pull {model}` でインストールしてください。',
  ],
  'model-busy': ['言語モデルが混み合っています。', AGAIN_JA],
  'model-unreachable': [
    '言語モデルに接続できません。',
    'モデルのサーバーを起動してください。モデルがなくても出典の引用はできます。',
  ],
  'model-timeout': ['言語モデルの応答に時間がかかりすぎました。', AGAIN_JA],
  'model-failed': ['言語モデルでエラーが起きました。', AGAIN_JA],
  'model-incapable': ['この処理は、いまの言語モデルではできません。', '別のモデルを選んでください。'],
  'prompt-too-long': ['言語モデルが一度に読める量を超えています。', '範囲を狭めて質問してください。'],
  'embedder-mismatch': ['埋め込みモデルが索引と合っていません。', ASK_OPERATOR_JA],
  'embedder-failed': ['埋め込みモデルでエラーが起きました。', AGAIN_JA],
  'document-unsupported': ['この種類のファイルは読めません。', 'PDF、Markdown、テキストのいずれかに変換してください。'],
  'document-unreadable': [
    'ファイルが壊れているか、空です。',
    '元のアプリで開けることを確かめてから、もう一度お試しください。',
  ],
  'document-encrypted': ['ファイルがパスワードで保護されています。', 'パスワードなしで保存し直してください。'],
  'document-too-large': ['ファイルが大きすぎます。', '小さいファイルに分けてください。'],
  'source-missing': ['その情報源はありません。', '`kiku sources list` で確かめてください。'],
  'url-refused': [
    'そのアドレスを開くことは許可されていません。',
    '公開されているアドレスを使うか、Kikuの管理者に許可を依頼してください。',
  ],
  'url-failed': [
    'そのアドレスを読み込めませんでした。',
    'ブラウザーで開けることを確かめてから、もう一度お試しください。',
  ],
  'tool-missing': ['これに必要なツールが使えません。', 'Kikuの管理者に、そのサーバーの確認を頼んでください。'],
  'tool-failed': ['ツールが依頼どおりに動きませんでした。', AGAIN_JA],
  'question-empty': ['メッセージに質問がありませんでした。', '知りたいことを書いてください。'],
  'question-too-long': [
    'メッセージが{length}文字あります。受け取れるのは{limit}文字までです。',
    '短くするか、長い文章を文書として登録してから質問してください。',
  ],
  'queue-full': ['順番を待っている質問が多すぎます。', AGAIN_JA],
  'rate-limited': ['短い時間に質問が続いています。', '{seconds}秒ほどお待ちください。'],
  'channel-limited': ['ここでは短い時間に質問が続いています。', '{seconds}秒ほどお待ちください。'],
  'surface-unreachable': ['チャットサービスに接続できません。', AGAIN_JA],
  'surface-refused': ['チャットサービスに拒否されました。', ASK_OPERATOR_JA],
  'deadline-exceeded': ['制限時間内に終わりませんでした。', 'もう一度、できればもう少し簡単な質問でお試しください。'],
  cancelled: ['回答を中止しました。', 'いつでももう一度質問してください。'],
  internal: ['こちらで問題が起きました。', 'もう一度お試しください。続くときは、Kikuの管理者に知らせてください。'],
}

/**
 * The sentences for a user about an error. They hold nothing of the error's own text, which may name hosts and paths;
 * only its details fill the gaps.
 */
export function explainError(error: KikuError, language: 'en' | 'ja'): Explanation {
  const [message, remedy] = (language === 'ja' ? JAPANESE : ENGLISH)[error.code]
  return { message: fillGaps(message, error), remedy: fillGaps(remedy, error) }
}

/** The error as the user sees it, with the original as its cause. */
export function toUserError(error: KikuError, language: 'en' | 'ja'): KikuError {
  const { message, remedy } = explainError(error, language)
  const { code, retryable, details } = error
  return new KikuError(code, message, { retryable, remedy, details, cause: error })
}

function fillGaps(sentence: string, error: KikuError): string {
  return sentence
    .replace(/\{(\w+)\}/g, (_gap, name: string) => String(error.details[name] ?? ''))
    .replace(/ {2,}/g, ' ')
}
