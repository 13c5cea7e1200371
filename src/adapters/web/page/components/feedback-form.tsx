import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../text/current-words.ts'

interface FeedbackFormProps {
  readonly onSend: (reason: string) => void
  readonly onClose: () => void
}

const MOST_CHARACTERS = 1_000

/** Asks what was wrong with an answer. The verdict counts without it. */
export function FeedbackForm({ onSend, onClose }: FeedbackFormProps) {
  const { ask, shell } = useWords()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [text, setText] = useState('')
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    const opened = form.current
    const opener = document.activeElement
    opened?.querySelector('input')?.focus({ preventScroll: true })
    // It opens below an answer whose end stands just above where the next question is written.
    opened?.scrollIntoView({ block: 'nearest' })
    return () => {
      if (opener instanceof HTMLElement && opened?.contains(document.activeElement) === true) opener.focus()
    }
  }, [])
  const reason = [...chosen, text.trim()].filter((part) => part !== '').join('; ')
  return (
    <form
      ref={form}
      class="feedback-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(reason)
      }}
    >
      <fieldset>
        <legend>{ask.reasonTitle}</legend>
        <div class="choices">
          {ask.reasonChoices.map((choice) => (
            <label key={choice} class="choice">
              <input
                type="checkbox"
                checked={chosen.includes(choice)}
                onChange={() =>
                  setChosen(chosen.includes(choice) ? chosen.filter((one) => one !== choice) : [...chosen, choice])
                }
              />
              {choice}
            </label>
          ))}
        </div>
      </fieldset>
      <label class="field">
        {ask.reasonLabel}
        <textarea
          rows={2}
          maxLength={MOST_CHARACTERS}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div class="buttons">
        <button type="submit" class="button primary" disabled={reason === ''}>
          {ask.reasonSend}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {shell.close}
        </button>
      </div>
    </form>
  )
}
