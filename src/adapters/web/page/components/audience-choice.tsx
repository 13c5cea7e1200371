import type { SessionView } from '../../api/schemas/conversations.ts'
import { audienceStore, listAudiences, ownLabel } from '../state/audiences.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { nameAudience } from '../text/name-audience.ts'

/** Who may read what is added. There is no choice where somebody has one label alone. */
export function AudienceChoice({ session }: { readonly session: SessionView }) {
  const words = useWords()
  const { sources } = words
  const labels = listAudiences(session)
  const chosen = useStore(audienceStore) ?? labels[0] ?? ''
  if (labels.length < 2) return null
  return (
    <label class="audience-choice">
      <span>{sources.audience}</span>
      <select value={chosen} onChange={(event) => audienceStore.write(event.currentTarget.value)}>
        {labels.map((label) => (
          <option key={label} value={label}>
            {nameAudience(label, ownLabel(session), words)}
          </option>
        ))}
      </select>
      <span class="quiet">{sources.audienceHint}</span>
    </label>
  )
}
