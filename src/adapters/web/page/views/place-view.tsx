import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { localProblem } from '../api/problem.ts'
import { signIn } from '../api/sign-in.ts'
import { ProblemCard } from '../components/problem-card.tsx'
import { goTo } from '../state/navigation.ts'
import type { Place } from '../state/place.ts'
import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { AskView } from './ask-view.tsx'

/** What a place shows. Sources and insight are loaded when they are opened for the first time. */
export function PlaceView({ place }: { readonly place: Place }) {
  const { shell } = useWords()
  const { session, problem } = useStore(sessionStore)
  if (problem?.status === 401) {
    return <Centred title={shell.signInTitle} text={shell.signInText} action={shell.signIn} onAct={signIn} />
  }
  switch (place.view) {
    case 'ask':
      return <AskView threadId={place.threadId} />
    case 'sources':
      return <Later key="sources" load={loadSources} />
    case 'insight':
      return session?.visitor.role === 'member' ? <Missing /> : <Later key="insight" load={loadInsight} />
    case 'missing':
      return <Missing />
  }
}

const loadSources = () => import('./sources-view.tsx').then(({ SourcesView }) => SourcesView)
const loadInsight = () => import('./insight-view.tsx').then(({ InsightView }) => InsightView)

function Later({ load }: { readonly load: () => Promise<ComponentType> }) {
  const [state, setState] = useState<{ readonly View?: ComponentType; readonly hasFailed?: boolean }>({})
  useEffect(() => {
    if (state.View !== undefined || state.hasFailed === true) return
    load().then(
      (View) => setState({ View }),
      () => setState({ hasFailed: true }),
    )
  }, [load, state])
  if (state.hasFailed === true) {
    return (
      <div class="page-view">
        <ProblemCard problem={localProblem('offline')} onRetry={() => setState({})} />
      </div>
    )
  }
  return state.View === undefined ? <div class="page-view" /> : <state.View />
}

function Missing() {
  const { shell } = useWords()
  return (
    <Centred
      title={shell.missingTitle}
      text={shell.missingText}
      action={shell.toStart}
      onAct={() => goTo({ view: 'ask' })}
    />
  )
}

interface CentredProps {
  readonly title: string
  readonly text: string
  readonly action: string
  readonly onAct: () => void
}

function Centred({ title, text, action, onAct }: CentredProps) {
  return (
    <div class="centred">
      <h1>{title}</h1>
      <p>{text}</p>
      <button type="button" class="button primary" onClick={onAct}>
        {action}
      </button>
    </div>
  )
}
