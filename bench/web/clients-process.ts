import { serveRemote } from '../chat/remote.ts'
import { askAtOnce } from './ask-at-once.ts'
import { loadPage } from './load-page.ts'
import { readSlowly } from './read-slowly.ts'
import { searchAtRate, searchFlatOut } from './search-load.ts'

// Everybody who talks to a server, in a process of their own.

const calls = { askAtOnce, loadPage, readSlowly, searchAtRate, searchFlatOut }

export type ClientCalls = typeof calls

serveRemote(calls)
