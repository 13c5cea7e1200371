import { useEffect, useRef, useState } from 'preact/hooks'
import { addFiles, addUrl } from '../state/library.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { formatBytes } from '../text/format.ts'
import { AudienceChoice } from './audience-choice.tsx'
import { Icon } from './icon.tsx'

/** Files by dropping or choosing them, pages by their address. */
export function AddSources() {
  const { sources: words } = useWords()
  const { session } = useStore(sessionStore)
  const picker = useRef<HTMLInputElement>(null)
  const isOver = useDroppedFiles()
  const take = (files: FileList | null) => addFiles([...(files ?? [])])
  return (
    <section class="add-sources" aria-label={words.addTitle}>
      <div class={isOver ? 'drop over' : 'drop'}>
        <Icon name="upload" />
        <p>
          {isOver ? (
            words.dropNow
          ) : (
            <>
              {words.drop}{' '}
              <button type="button" class="link-button" onClick={() => picker.current?.click()}>
                {words.choose}
              </button>
            </>
          )}
        </p>
        {session !== undefined && (
          <details class="quiet small-text kinds">
            <summary>
              {words.limits(formatBytes(session.limits.uploadBytes))} {words.kinds}
            </summary>
            <p>{session.fileEndings.map((ending) => ending.replace(/^\./, '')).join(', ')}</p>
          </details>
        )}
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={words.choose}
          accept={(session?.fileEndings ?? []).map((ending) => `.${ending.replace(/^\./, '')}`).join(',')}
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </div>
      <AddressForm />
      {session !== undefined && <AudienceChoice session={session} />}
    </section>
  )
}

function AddressForm() {
  const { sources: words } = useWords()
  const [url, setUrl] = useState('')
  const [isInvalid, setInvalid] = useState(false)
  const [isSending, setSending] = useState(false)
  const submit = async () => {
    const address = url.trim()
    const isAddress = /^https?:\/\//i.test(address) && URL.canParse(address)
    setInvalid(!isAddress)
    if (!isAddress) return
    setSending(true)
    const isTaken = await addUrl(address)
    setSending(false)
    if (isTaken) setUrl('')
  }
  return (
    <form
      class="address-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <label class="field">
        {words.url}
        <span class="field-row">
          <input
            type="url"
            inputMode="url"
            value={url}
            placeholder={words.urlPlaceholder}
            aria-invalid={isInvalid}
            aria-describedby={isInvalid ? 'address-complaint' : undefined}
            onInput={(event) => setUrl(event.currentTarget.value)}
          />
          <button type="submit" class="button primary" disabled={isSending || url.trim() === ''}>
            {words.add}
          </button>
        </span>
      </label>
      {isInvalid && (
        <p id="address-complaint" class="complaint" role="alert">
          {words.urlInvalid}
        </p>
      )}
    </form>
  )
}

/** Takes files that are dropped anywhere on the page. @returns whether some are held over it */
function useDroppedFiles(): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      addFiles([...(event.dataTransfer?.files ?? [])])
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [])
  return isOver
}
