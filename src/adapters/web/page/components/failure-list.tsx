import { useWords } from '../text/current-words.ts'
import { nameLocation } from '../text/name-place.ts'
import { Icon } from './icon.tsx'

interface FailureListProps {
  readonly failures: readonly { readonly location: string; readonly code: string; readonly message: string }[]
}

/** The files that could not be read, each with the reason. */
export function FailureList({ failures }: FailureListProps) {
  const { sources } = useWords()
  if (failures.length === 0) return null
  return (
    <details class="disclosure failures">
      <summary>
        <Icon name="alert" />
        {sources.failures(failures.length)}
      </summary>
      <ul>
        {failures.map(({ location, code, message }, index) => (
          <li key={index} class="break">
            <strong title={location}>{nameLocation(location)}</strong> {message} <code class="quiet">{code}</code>
          </li>
        ))}
      </ul>
    </details>
  )
}
