import { useState } from 'preact/hooks'
import { writeArguments } from '../../../../domain/write-arguments.ts'
import type { PendingCallView } from '../../api/schemas/answer.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'
import { useNow } from './use-now.ts'

interface ApprovalCardProps {
  readonly call: PendingCallView
  readonly decided: 'approved' | 'declined' | undefined
  readonly onApprove: () => void
  readonly onDecline: () => Promise<void>
}

const MOST_CHARACTERS = 20_000
const MINUTE_MS = 60_000

/** A call that waits: exactly what would be done, and who it is done by. */
export function ApprovalCard({ call, decided, onApprove, onDecline }: ApprovalCardProps) {
  const { ask } = useWords()
  const [isSending, setSending] = useState(false)
  const now = useNow(decided === undefined ? 1_000 : 0)
  const left = call.expiresAt - now
  const written = writeArguments(call.arguments, { most: MOST_CHARACTERS })
  if (decided !== undefined) return <p class="note">{decided === 'approved' ? ask.approved : ask.declined}</p>
  if (left <= 0) return <p class="note">{ask.expired}</p>
  return (
    <section class="approval" aria-label={ask.approveTitle(call.title)}>
      <h3 class="break">{ask.approveTitle(call.title)}</h3>
      <p class="quiet">
        <code>{call.tool}</code>
      </p>
      <p>{ask.approveText}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long arguments are scrolled with the keyboard too. */}
      <pre tabIndex={0}>{written.text}</pre>
      {call.destructive && (
        <p class="warning">
          <Icon name="alert" />
          {ask.destructive}
        </p>
      )}
      {!written.isWhole && <p class="warning">{ask.argumentsTooLong}</p>}
      <div class="buttons">
        {written.isWhole && (
          <button
            type="button"
            class={`button ${call.destructive ? 'danger' : 'primary'}`}
            disabled={isSending}
            onClick={onApprove}
          >
            {ask.approve}
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={isSending}
          onClick={() => {
            setSending(true)
            void onDecline().finally(() => setSending(false))
          }}
        >
          {ask.decline}
        </button>
        <span class="quiet small-text">
          {ask.expiresIn(
            left >= MINUTE_MS ? ask.minutes(Math.floor(left / MINUTE_MS)) : ask.secondsLeft(Math.ceil(left / 1000)),
          )}
        </span>
      </div>
    </section>
  )
}
