import { announcementStore, dismissNotice, noticeStore } from '../state/notices.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Icon } from './icon.tsx'

/** Short news at the lower edge, and what only screen readers are told. */
export function NoticeBar() {
  const { shell } = useWords()
  const notice = useStore(noticeStore)
  const announcement = useStore(announcementStore)
  return (
    <>
      <div class="unseen" role="status" aria-live="polite" data-announcement="">
        {announcement}
      </div>
      <div class="notices" role="status">
        {notice !== undefined && (
          <div key={notice.id} class={`notice ${notice.tone}`}>
            <span class="break">{notice.text}</span>
            {notice.action !== undefined && (
              <button
                type="button"
                class="link-button"
                onClick={() => {
                  notice.action?.run()
                  dismissNotice()
                }}
              >
                {notice.action.label}
              </button>
            )}
            <button type="button" class="icon-button" aria-label={shell.close} onClick={dismissNotice}>
              <Icon name="close" />
            </button>
          </div>
        )}
      </div>
    </>
  )
}
