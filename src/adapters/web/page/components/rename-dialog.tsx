import { useState } from 'preact/hooks'
import { useWords } from '../text/current-words.ts'
import { Dialog } from './dialog.tsx'

interface RenameDialogProps {
  readonly title: string
  readonly onRename: (title: string) => void
  readonly onClose: () => void
}

const MOST_CHARACTERS = 200

export function RenameDialog({ title, onRename, onClose }: RenameDialogProps) {
  const { shell } = useWords()
  const [text, setText] = useState(title)
  return (
    <Dialog label={shell.renameTitle} kind="box" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() === '') return
          onRename(text.trim())
          onClose()
        }}
      >
        <h2>{shell.renameTitle}</h2>
        <label class="field">
          {shell.renameLabel}
          <input
            type="text"
            value={text}
            maxLength={MOST_CHARACTERS}
            autoFocus
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <div class="buttons end">
          <button type="button" class="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button type="submit" class="button primary" disabled={text.trim() === ''}>
            {shell.save}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
