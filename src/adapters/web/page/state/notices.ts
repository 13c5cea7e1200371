import { createStore } from './store.ts'

/** A line at the lower edge for a while, perhaps with something to click. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
}

const PLAIN_MS = 5_000
const ACTION_MS = 8_000

export const noticeStore = createStore<Notice | undefined>(undefined)
/** What screen readers are told, without a place on the screen. */
export const announcementStore = createStore('')

let timer: ReturnType<typeof setTimeout> | undefined
let count = 0

export function notify(text: string, { tone = 'plain', action }: Partial<Pick<Notice, 'tone' | 'action'>> = {}): void {
  clearTimeout(timer)
  count += 1
  noticeStore.write({ id: count, text, tone, ...(action === undefined ? {} : { action }) })
  timer = setTimeout(dismissNotice, action === undefined ? PLAIN_MS : ACTION_MS)
}

export function dismissNotice(): void {
  clearTimeout(timer)
  noticeStore.write(undefined)
}

/** Says something once. The same words twice in a row are heard twice. */
export function announce(text: string): void {
  announcementStore.update((last) => (last === text ? `${text}\u00a0` : text))
}
