import type { Problem } from '../../api/schemas/common.ts'
import { signIn } from '../api/sign-in.ts'
import { useWords } from '../text/current-words.ts'
import { describeProblem } from '../text/describe-problem.ts'
import { Icon } from './icon.tsx'

interface ProblemCardProps {
  readonly problem: Problem
  readonly onRetry?: () => void
}

/** What went wrong, what to do about it, and the code for whoever runs Kiku. */
export function ProblemCard({ problem, onRetry }: ProblemCardProps) {
  const words = useWords()
  const { title, remedy } = describeProblem(problem, words)
  return (
    <div class="problem">
      <Icon name="alert" />
      <div>
        <p class="problem-title break">{title}</p>
        {remedy !== undefined && <p class="break">{drawCode(remedy)}</p>}
        <div class="buttons">
          {problem.status === 401 && (
            <button type="button" class="button" onClick={signIn}>
              {words.shell.signIn}
            </button>
          )}
          {onRetry !== undefined && problem.status !== 401 && (
            <button type="button" class="button" onClick={onRetry}>
              <Icon name="again" />
              {words.shell.retry}
            </button>
          )}
          <code class="quiet">{problem.code}</code>
        </div>
      </div>
    </div>
  )
}

/** Commands stand between backticks in Kiku's sentences. */
function drawCode(sentence: string) {
  return sentence.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}
