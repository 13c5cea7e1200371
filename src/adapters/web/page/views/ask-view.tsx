import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { Composer } from '../components/composer.tsx'
import { Examples } from '../components/examples.tsx'
import { ExchangeView } from '../components/exchange-view.tsx'
import { Icon } from '../components/icon.tsx'
import { ProblemCard } from '../components/problem-card.tsx'
import { Welcome } from '../components/welcome.tsx'
import { askQuestion, stopAnswer } from '../state/ask-question.ts'
import { type Conversation, isAnswering } from '../state/conversation.ts'
import { conversationAt, conversationStore, forgetConversation, loadConversation } from '../state/conversations.ts'
import { goTo } from '../state/navigation.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'

/** A conversation, or the empty page for a new one. */
export function AskView({ threadId }: { readonly threadId: string | undefined }) {
  const { ask } = useWords()
  const conversation = conversationAt(useStore(conversationStore), threadId)
  const { key, exchanges, load, title } = conversation
  const isBusy = isAnswering(conversation)
  const thread = useRef<HTMLDivElement>(null)

  useEffect(() => {
    document.title = title === '' ? 'Kiku' : `${title} · Kiku`
  }, [title])
  useEffect(() => {
    if (threadId === undefined || load.kind !== 'loading') return
    const controller = new AbortController()
    void loadConversation(threadId, controller.signal)
    return () => controller.abort()
  }, [threadId, load.kind])
  useShowLatest(thread.current, conversation)

  const retry = () => {
    if (threadId !== undefined) forgetConversation(threadId)
  }
  const isEmpty = exchanges.length === 0 && load.kind === 'ready'
  return (
    <div class={isEmpty ? 'ask empty' : 'ask'}>
      <h1 class="unseen">{title === '' ? ask.title : title}</h1>
      <div class="thread" ref={thread}>
        {isEmpty && <Welcome />}
        {load.kind === 'loading' && <ThreadSkeleton />}
        {load.kind === 'failed' && load.problem.status !== 404 && (
          <ProblemCard problem={load.problem} onRetry={retry} />
        )}
        {load.kind === 'failed' && load.problem.status === 404 && <Gone />}
        {exchanges.map((exchange) => (
          <ExchangeView key={exchange.key} conversation={key} exchange={exchange} isBusy={isBusy} />
        ))}
      </div>
      {load.kind !== 'failed' && (
        <Composer
          key={key}
          threadId={threadId}
          isFollowUp={exchanges.length > 0}
          isBusy={isBusy}
          onAsk={(question, search) => askQuestion(key, question, search)}
          onStop={() => {
            for (const exchange of exchanges) stopAnswer(exchange.key)
          }}
        />
      )}
      {isEmpty && <Examples onAsk={(question) => askQuestion(key, question, 'auto')} />}
    </div>
  )
}

/** Brings a question to the upper edge when it has just been asked; a thread that is opened begins at its last question. */
function useShowLatest(thread: HTMLElement | null, { key, exchanges, load }: Conversation): void {
  const seen = useRef({ key: '', count: 0 })
  useLayoutEffect(() => {
    const { current: before } = seen
    const isOpened = before.key !== key || before.count === 0
    const isAdded = exchanges.length > before.count
    seen.current = { key, count: exchanges.length }
    if (load.kind !== 'ready' || !isAdded || exchanges.length < 2) return
    const isCalm = isOpened || matchMedia('(prefers-reduced-motion: reduce)').matches
    thread?.lastElementChild?.scrollIntoView({ block: 'start', behavior: isCalm ? 'instant' : 'smooth' })
  }, [key, exchanges.length, load.kind, thread])
}

function Gone() {
  const { ask, shell } = useWords()
  return (
    <div class="nothing">
      <Icon name="ask" />
      <p>{ask.gone}</p>
      <button type="button" class="button" onClick={() => goTo({ view: 'ask' })}>
        <Icon name="plus" />
        {shell.newThread}
      </button>
    </div>
  )
}

function ThreadSkeleton() {
  const { shell } = useWords()
  return (
    <div class="skeletons" role="status" aria-label={shell.loading}>
      <span class="skeleton title" />
      <span class="skeleton chip" />
      <span class="skeleton" />
      <span class="skeleton" />
      <span class="skeleton short" />
    </div>
  )
}
