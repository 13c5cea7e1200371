import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

interface DialogProps {
  readonly label: string
  readonly kind: 'box' | 'sheet' | 'drawer'
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** A dialog of the browser: it keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({ label, kind, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  useLayoutEffect(() => {
    const dialog = element.current
    const cancel = (event: Event) => {
      event.preventDefault()
      onClose()
    }
    dialog?.addEventListener('cancel', cancel)
    return () => dialog?.removeEventListener('cancel', cancel)
  }, [onClose])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does what a click beside the dialog does.
    <dialog
      ref={element}
      class={`dialog ${kind}`}
      aria-label={label}
      {...(kind === 'sheet' ? { 'data-panel': '' } : {})}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div class="dialog-inside">{children}</div>
    </dialog>
  )
}
