import { render } from 'preact'
import { App } from './app.tsx'
import { showTheme } from './state/preferences.ts'
import { watchSession } from './state/session.ts'
import { loadThreads } from './state/threads.ts'
import { loadWords } from './text/current-words.ts'

// The browser program: it shows the page as soon as it has words for it, and asks meanwhile who is here and what was
// talked about.
showTheme()
const words = loadWords()
const session = watchSession()
const root = document.querySelector('#page')
await words
if (root !== null) render(<App />, root)
await session
await loadThreads()
