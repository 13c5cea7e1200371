import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { Banner } from './components/banner.tsx'
import { Dialog } from './components/dialog.tsx'
import { Header } from './components/header.tsx'
import { HelpDialog } from './components/help-dialog.tsx'
import { NoticeBar } from './components/notice-bar.tsx'
import { SidePanel } from './components/side-panel.tsx'
import { Sidebar } from './components/sidebar.tsx'
import { ThreadDialog } from './components/thread-dialog.tsx'
import { useMedia } from './components/use-media.ts'
import { useShortcuts } from './components/use-shortcuts.ts'
import { conversationAt, conversationStore } from './state/conversations.ts'
import { placeStore } from './state/navigation.ts'
import { panelStore } from './state/panel.ts'
import { pathOf } from './state/place.ts'
import { useStore } from './state/use-store.ts'
import { useWords } from './text/current-words.ts'
import { PlaceView } from './views/place-view.tsx'

/** The whole page: the way to everything, what is open, and what stands beside it. */
export function App() {
  const words = useWords()
  const { shell } = words
  const place = useStore(placeStore)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const title = useTitle()
  const isWide = useMedia('(min-width: 52rem)')
  const closeMenu = useCallback(() => setMenuOpen(false), [])
  useShortcuts(useCallback(() => setHelpOpen(true), []))

  useLayoutEffect(() => {
    document.documentElement.lang = words.language
  }, [words.language])
  useEffect(() => {
    panelStore.write(undefined)
    scrollTo({ top: 0, behavior: 'instant' })
  }, [pathOf(place)])

  return (
    <div class="shell">
      <a class="skip" href="#content">
        {shell.skip}
      </a>
      {isWide && (
        <div class="sidebar">
          <Sidebar onFollow={closeMenu} />
        </div>
      )}
      {!isWide && isMenuOpen && (
        <Dialog label={shell.main} kind="drawer" onClose={closeMenu}>
          <Sidebar onFollow={closeMenu} />
        </Dialog>
      )}
      <div class="middle">
        <Header title={title} onMenu={() => setMenuOpen(true)} onHelp={() => setHelpOpen(true)} />
        <Banner />
        <main id="content" tabIndex={-1}>
          <PlaceView place={place} />
        </main>
      </div>
      <SidePanel />
      <NoticeBar />
      <ThreadDialog onRemove={closeMenu} />
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
    </div>
  )
}

function useTitle(): string {
  const { shell } = useWords()
  const place = useStore(placeStore)
  const conversations = useStore(conversationStore)
  switch (place.view) {
    case 'ask':
      return conversationAt(conversations, place.threadId).title
    case 'sources':
      return shell.sources
    case 'insight':
      return shell.insight
    case 'missing':
      return ''
  }
}
