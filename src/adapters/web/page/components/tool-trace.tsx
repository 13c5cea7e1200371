import { writeArguments } from '../../../../domain/write-arguments.ts'
import type { AnswerView } from '../../api/schemas/answer.ts'
import { useWords } from '../text/current-words.ts'
import { formatPercent } from '../text/format.ts'
import { Icon } from './icon.tsx'

const MOST_CHARACTERS = 4_000

/** Which tools were considered and called for an answer, with the arguments. What they answered is not kept. */
export function ToolTrace({ tools }: { readonly tools: NonNullable<AnswerView['tools']> }) {
  const words = useWords()
  const { ask } = words
  if (tools.calls.length === 0 && tools.considered.length === 0) return null
  // What waits or was refused has not been called.
  const made = tools.calls.filter(({ outcome }) => outcome === 'done' || outcome === 'failed').length
  return (
    <details class="disclosure">
      <summary>
        <Icon name="tool" />
        {made === 0 ? ask.tools : ask.toolsTitle(made)}
      </summary>
      <ol class="tool-calls">
        {tools.calls.map(({ id, arguments: given, outcome, durationMs, code }, index) => (
          <li key={index}>
            <p>
              <code>{id}</code>{' '}
              <span class={`outcome ${outcome}`}>
                {ask.outcomes[outcome]}
                {code === undefined ? '' : ` (${code})`}
              </span>
              {outcome !== 'awaiting-approval' && <span class="quiet"> · {ask.milliseconds(durationMs)}</span>}
            </p>
            {Object.keys(given).length > 0 && <pre>{writeArguments(given, { most: MOST_CHARACTERS }).text}</pre>}
          </li>
        ))}
      </ol>
      {tools.calls.length === 0 && <p class="quiet">{ask.noCalls}</p>}
      {tools.considered.length > 0 && (
        <p class="quiet">
          {ask.considered}:{' '}
          {tools.considered.map(({ id, probability }) => `${id} ${formatPercent(probability, words)}`).join(' · ')}
        </p>
      )}
    </details>
  )
}
