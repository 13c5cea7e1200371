import { html } from 'hono/html'
import { BY_OIDC, BY_TOKEN, STYLE } from './places.ts'
import { SIGN_IN_WORDS, type SignInTrouble } from './words.ts'

export interface SignInPage {
  readonly language: 'en' | 'ja'
  readonly takesTokens: boolean
  /** Host name of the OpenID provider. */
  readonly provider: string | undefined
  /** Where it goes afterwards: a path of ours. */
  readonly to: string
  readonly trouble?: SignInTrouble
  readonly seconds?: number
}

const TROUBLE_STATUS: Readonly<Record<SignInTrouble, number>> = {
  'token-refused': 401,
  'too-often': 429,
  foreign: 403,
  expired: 400,
  cancelled: 401,
  'not-welcome': 403,
  'provider-down': 503,
  'provider-refused': 502,
}

/** The page on which people sign in. It needs no script. */
export async function renderSignIn(page: SignInPage): Promise<Response> {
  const { trouble, seconds = 1 } = page
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    // By its form a browser says where it stands only where the page lets it.
    'referrer-policy': 'same-origin',
    vary: 'accept-language',
    ...(trouble === 'too-often' ? { 'retry-after': String(seconds) } : {}),
  }
  const status = trouble === undefined ? 200 : TROUBLE_STATUS[trouble]
  return new Response(String(await describe(page)), { status, headers })
}

function describe({ language, takesTokens, provider, to, trouble, seconds = 1 }: SignInPage) {
  const words = SIGN_IN_WORDS[language]
  const alert = trouble === undefined ? '' : html`<p role="alert">${words.trouble(trouble, seconds)}</p>`
  const form = takesTokens
    ? html`<form method="post" action="${BY_TOKEN}">
<input type="hidden" name="to" value="${to}">
<label for="token">${words.token}</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus maxlength="512" spellcheck="false">
<button>${words.withToken}</button>
</form>`
    : ''
  const or = takesTokens && provider !== undefined ? html`<p class="or">${words.or}</p>` : ''
  const link =
    provider === undefined
      ? ''
      : html`<a class="provider" href="${BY_OIDC}?to=${encodeURIComponent(to)}">${words.withProvider(provider)}</a>`
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE}">
</head>
<body>
<main>
<h1>${words.title}</h1>
<p>${words.intro}</p>
${alert}${form}${or}${link}
</main>
</body>
</html>
`
}
