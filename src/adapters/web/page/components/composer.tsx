import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { SearchMode } from '../state/ask-question.ts'
import { keepDraft, readDraft } from '../state/drafts.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'

interface ComposerProps {
  readonly threadId: string | undefined
  readonly isFollowUp: boolean
  readonly isBusy: boolean
  readonly onAsk: (question: string, search: SearchMode) => void
  readonly onStop: () => void
}

const MODES = ['auto', 'always', 'never'] as const
const MOST_CHARACTERS = 8_000
/** The key code of every key that an input method takes for itself (https://www.w3.org/TR/uievents/#determine-keydown-keyup-keyCode). */
const TAKEN_BY_INPUT_METHOD = 229
/** From this share of the limit on, what is left of it is shown. */
const NEARLY = 0.9

/** Where questions are written. */
export function Composer({ threadId, isFollowUp, isBusy, onAsk, onStop }: ComposerProps) {
  const { ask } = useWords()
  const { session } = useStore(sessionStore)
  const box = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => readDraft(threadId))
  const [search, setSearch] = useState<SearchMode>('auto')
  const most = session?.limits.questionCharacters ?? MOST_CHARACTERS
  const left = most - text.length

  useLayoutEffect(() => setText(readDraft(threadId)), [threadId])
  useLayoutEffect(() => fitHeight(box.current), [text])
  useEffect(() => {
    // On phones the keyboard would cover the page before anything was read.
    if (matchMedia('(hover: hover)').matches) box.current?.focus({ preventScroll: true })
  }, [threadId])

  const write = (next: string) => {
    setText(next)
    keepDraft(threadId, next)
  }
  const send = () => {
    const question = text.trim()
    if (question === '' || isBusy || left < 0) return
    write('')
    onAsk(question, search)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isBusy) onStop()
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD) return
    event.preventDefault()
    send()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={box}
        id="question-box"
        rows={1}
        value={text}
        placeholder={isFollowUp ? ask.placeholderFollow : ask.placeholder}
        aria-label={ask.question}
        aria-describedby="question-hint"
        enterkeyhint="send"
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="composer-foot">
        <label class="mode">
          <Icon name="search" />
          <span class="unseen">{ask.searchMode}</span>
          <select value={search} onChange={(event) => setSearch(MODES[event.currentTarget.selectedIndex] ?? 'auto')}>
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {ask.searchModes[mode]}
              </option>
            ))}
          </select>
        </label>
        <span id="question-hint" class={left < 0 ? 'hint over' : 'hint'}>
          {left < 0 ? ask.tooLong(-left) : text.length > most * NEARLY ? ask.charactersLeft(left) : ask.hint}
        </span>
        {isBusy ? (
          <button type="button" class="send stop" aria-label={ask.stop} title={ask.stop} onClick={onStop}>
            <Icon name="stop" />
          </button>
        ) : (
          <button
            type="submit"
            class="send"
            aria-label={ask.send}
            title={ask.send}
            disabled={text.trim() === '' || left < 0}
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  )
}

/** The box is as high as its text; the style sheet sets the limit. */
function fitHeight(box: HTMLTextAreaElement | null): void {
  if (box === null) return
  box.style.height = 'auto'
  box.style.height = `${box.scrollHeight}px`
}
