import { threadDialogStore } from '../state/thread-dialog.ts'
import { nameThread, removeThread } from '../state/threads.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Confirm } from './confirm.tsx'
import { RenameDialog } from './rename-dialog.tsx'

const close = () => threadDialogStore.write(undefined)

/** Renames or deletes a conversation. @param onRemove closes what stands before the offer to undo it */
export function ThreadDialog({ onRemove }: { readonly onRemove: () => void }) {
  const { shell } = useWords()
  const asking = useStore(threadDialogStore)
  if (asking === undefined) return null
  const { kind, thread } = asking
  if (kind === 'rename') {
    return <RenameDialog title={thread.title} onClose={close} onRename={(title) => void nameThread(thread.id, title)} />
  }
  return (
    <Confirm
      title={shell.removeTitle}
      text={shell.removeText(thread.title)}
      action={shell.remove}
      onClose={close}
      onConfirm={() => {
        onRemove()
        removeThread(thread.id)
      }}
    />
  )
}
