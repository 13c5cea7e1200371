import { useWords } from '../text/current-words.ts'
import { Dialog } from './dialog.tsx'

interface ConfirmProps {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something is taken away. */
export function Confirm({ title, text, action, onConfirm, onClose }: ConfirmProps) {
  const { shell } = useWords()
  return (
    <Dialog label={title} kind="box" onClose={onClose}>
      <h2>{title}</h2>
      <p class="break">{text}</p>
      <div class="buttons end">
        <button type="button" class="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button
          type="button"
          class="button danger"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  )
}
