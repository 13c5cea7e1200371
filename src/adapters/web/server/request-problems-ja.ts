import type { RequestProblemCode } from './request-problems-en.ts'

export const REQUEST_PROBLEMS_JA: Readonly<Record<RequestProblemCode, readonly [title: string, detail: string]>> = {
  'request-invalid': ['リクエストの内容が正しくありません。', '/v1/openapi.json と照らし合わせてください。'],
  unauthorized: [
    'サインインしていません。',
    'ページでサインインするか、`Authorization: Bearer …` でトークンを送ってください。',
  ],
  'token-refused': ['トークンが正しくないか、期限が切れています。', 'Kikuの管理者に新しいトークンを依頼してください。'],
  forbidden: ['この操作は許可されていません。', 'このKikuの管理者に依頼してください。'],
  'foreign-request': [
    '別のウェブサイトからのリクエストです。',
    'Kiku自身のページを使うか、トークンを送ってください。このマシンのプログラムは、代わりにヘッダー `Authorization: Bearer local` を送れます。',
  ],
  'host-unknown': [
    'Kikuはこの名前では開けません。',
    '起動時に表示されたアドレスで開くか、名前を `web.allowedHosts` に加えてください。',
  ],
  'proxy-unexpected': [
    'リクエストがプロキシを通っていますが、Kikuはこのマシン専用に設定されています。',
    '`web.tokens` か `web.oidc` を設定して、サインインできるようにしてください。',
  ],
  'not-found': ['このアドレスには何もありません。', '利用できるものは /v1/openapi.json にあります。'],
  'method-not-allowed': [
    'このアドレスはこの種類のリクエストを受け付けません。',
    '次のいずれかを使ってください: {allowed}',
  ],
  'body-slow': ['リクエストの到着に時間がかかりすぎました。', '接続を確かめて、もう一度送ってください。'],
  'body-too-large': ['リクエストが大きすぎます。', '一度に送る量を減らしてください。'],
  'type-unsupported': [
    'この種類の内容は読めません。',
    '圧縮していないJSONを `application/json` として送ってください。',
  ],
  'rate-limited': ['短い時間にリクエストが続いています。', '{seconds}秒ほどお待ちください。'],
}
