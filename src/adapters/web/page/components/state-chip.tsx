import { sessionStore } from '../state/session.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'

/** Which model answers, or why none does. */
export function StateChip() {
  const { shell } = useWords()
  const { session, problem } = useStore(sessionStore)
  if (problem !== undefined && problem.status === 0)
    return <Chip tone="bad" short={shell.offlineShort} long={shell.offline} />
  if (session === undefined) return <span class="state-chip none" />
  const { model } = session
  if (model === null) return <Chip tone="calm" short={shell.noModelShort} long={shell.noModel} />
  if (!model.isReachable) return <Chip tone="warn" short={shell.modelDownShort} long={shell.modelDown(model.name)} />
  return <Chip tone="good" short={model.name} long={shell.modelUp(model.name)} />
}

interface ChipProps {
  readonly tone: 'good' | 'calm' | 'warn' | 'bad'
  readonly short: string
  readonly long: string
}

function Chip({ tone, short, long }: ChipProps) {
  return (
    <span class={`state-chip ${tone}`} title={long}>
      <span class="dot" aria-hidden="true" />
      <span aria-hidden="true" class="state-words">
        {short}
      </span>
      <span class="unseen">{long}</span>
    </span>
  )
}
