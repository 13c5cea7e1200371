/** Of the sign-in page, which stands apart from the page itself: whoever sees it has loaded nothing of that. */
export const SIGN_IN_STYLE = `:root { color-scheme: light dark; --ink: #171a19; --soft: #4b524e; --paper: #f3f4f2; --card: #fff; --line: #858c87; --deed: #0b6b5d; --on-deed: #fff; --bad: #a92a20; --bad-paper: #fcecea }
@media (prefers-color-scheme: dark) { :root { --ink: #e9ecea; --soft: #b6bdb9; --paper: #0d100f; --card: #1b1f1d; --line: #78817c; --deed: #62cbb6; --on-deed: #06231d; --bad: #f49a91; --bad-paper: #381c1a } }
* { box-sizing: border-box }
:lang(ja) { word-break: auto-phrase }
p, button, .provider { text-wrap: pretty }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans JP", sans-serif }
main { width: min(24rem, 100%); background: var(--card); border-radius: 1rem; padding: 2rem; box-shadow: 0 1px 3px rgb(0 0 0 / .2) }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.3 }
p { margin: 0 0 1.25rem; color: var(--soft) }
label { display: block; font-weight: 600; margin-bottom: .35rem }
input, button, .provider { display: block; width: 100%; font: inherit; border-radius: .6rem; padding: .65rem .8rem; min-height: 2.75rem }
input { border: 1px solid var(--line); background: transparent; color: inherit; margin-bottom: .9rem }
button, .provider { border: 1px solid var(--deed); background: var(--deed); color: var(--on-deed); font-weight: 600; text-align: center; text-decoration: none; cursor: pointer }
form + .or { margin: 1rem 0; text-align: center }
form ~ .provider { background: transparent; color: var(--deed) }
:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px }
[role="alert"] { color: var(--bad); background: var(--bad-paper); border-radius: .6rem; padding: .6rem .8rem }
`
