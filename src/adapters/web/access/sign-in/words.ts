/** Why somebody stands before the sign-in page again. */
export type SignInTrouble =
  | 'token-refused'
  | 'too-often'
  | 'foreign'
  | 'expired'
  | 'cancelled'
  | 'not-welcome'
  | 'provider-down'
  | 'provider-refused'

export interface SignInWords {
  readonly title: string
  readonly intro: string
  readonly token: string
  readonly withToken: string
  readonly or: string
  /** @param provider host name */
  readonly withProvider: (provider: string) => string
  readonly trouble: (trouble: SignInTrouble, seconds: number) => string
}

const TROUBLE_EN: Readonly<Record<SignInTrouble, string>> = {
  'token-refused': 'This token is not valid, or has expired.',
  'too-often': 'There were too many attempts. Please wait {seconds} seconds.',
  foreign: 'This came from another website. Please sign in here.',
  expired: 'This sign-in took too long, or began elsewhere. Please begin again.',
  cancelled: 'You were not signed in there.',
  'not-welcome': 'You are signed in there, but you may not use this Kiku. Ask whoever runs it.',
  'provider-down': 'The sign-in service cannot be reached. Please try again in a moment.',
  'provider-refused': 'The sign-in service and Kiku do not agree. Ask whoever runs Kiku to look at its log.',
}

const TROUBLE_JA: Readonly<Record<SignInTrouble, string>> = {
  'token-refused': 'トークンが正しくないか、期限が切れています。',
  'too-often': '試行が多すぎます。{seconds}秒ほどお待ちください。',
  foreign: '別のウェブサイトから送られました。このページでサインインしてください。',
  expired: '時間がかかりすぎたか、別の場所で始められたサインインです。もう一度始めてください。',
  cancelled: 'サインインが完了しませんでした。',
  'not-welcome': 'サインインはできましたが、このKikuの利用は許可されていません。管理者に問い合わせてください。',
  'provider-down': 'サインインのサービスに接続できません。少し待ってから、もう一度お試しください。',
  'provider-refused': 'サインインのサービスとの間で問題が起きました。Kikuの管理者にログの確認を依頼してください。',
}

export const SIGN_IN_WORDS: Readonly<Record<'en' | 'ja', SignInWords>> = {
  en: {
    title: 'Sign in to Kiku',
    intro: 'Kiku answers from your documents. Sign in to ask.',
    token: 'Access token',
    withToken: 'Sign in with the token',
    or: 'or',
    withProvider: (provider) => `Sign in with ${provider}`,
    trouble: (trouble, seconds) => TROUBLE_EN[trouble].replace('{seconds}', String(seconds)),
  },
  ja: {
    title: 'Kikuにサインイン',
    intro: 'Kikuは手元の文書から答えます。質問するにはサインインしてください。',
    token: 'アクセストークン',
    withToken: 'トークンでサインイン',
    or: 'または',
    withProvider: (provider) => `${provider} でサインイン`,
    trouble: (trouble, seconds) => TROUBLE_JA[trouble].replace('{seconds}', String(seconds)),
  },
}
