import type { ApiProblemCode } from './api-problem.ts'

type Words = Readonly<Record<ApiProblemCode, readonly [title: string, detail: string]>>

/** Title and detail of every problem of the API, in both languages. */
export const API_PROBLEM_WORDS: Readonly<Record<'en' | 'ja', Words>> = {
  en: {
    'question-running': ['This question is being answered already.', 'Wait for that answer, or stop it first.'],
    'id-reused': ['Another question has this id already.', 'Give every question an id of its own.'],
    'call-expired': ['The time to approve this call is over.', 'Ask the question again.'],
    'call-decided': ['This call has been decided already.', 'Look at the answer in its thread.'],
    'audience-refused': [
      'You may not add anything for this audience.',
      'Use one of the labels that /v1/session lists.',
    ],
    'upload-invalid': [
      'The upload cannot be read.',
      'Send multipart/form-data with one field `file`, and `audience` before it if needed.',
    ],
    'model-unknown': ['There is no such model.', 'Use one of the names that /v1/models lists.'],
    'parameter-unsupported': ['Kiku cannot do what a parameter asks for.', 'Leave the parameter out.'],
  },
  ja: {
    'question-running': ['この質問にはすでに回答中です。', 'その回答を待つか、先に停止してください。'],
    'id-reused': ['このidは別の質問で使われています。', '質問ごとに異なるidを付けてください。'],
    'call-expired': ['この呼び出しを承認できる時間が過ぎました。', 'もう一度質問してください。'],
    'call-decided': ['この呼び出しについては、すでに決定済みです。', 'スレッドの回答を確かめてください。'],
    'audience-refused': [
      'この公開範囲には追加できません。',
      '/v1/session に示されているラベルのいずれかを使ってください。',
    ],
    'upload-invalid': [
      'アップロードを読み取れません。',
      'multipart/form-data で `file` を1つ送ってください。`audience` はその前に置きます。',
    ],
    'model-unknown': ['そのモデルはありません。', '/v1/models にある名前を使ってください。'],
    'parameter-unsupported': ['パラメーターの指定にKikuは対応していません。', 'そのパラメーターを外してください。'],
  },
}
