import { useWords } from '../text/current-words.ts'

/** Questions to begin with, for people who do not know yet what can be asked. */
export function Examples({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const { ask } = useWords()
  return (
    <section class="examples" aria-label={ask.examplesLabel}>
      <h2>{ask.examplesLabel}</h2>
      <ul>
        {ask.examples.map((example) => (
          <li key={example}>
            <button type="button" class="example" onClick={() => onAsk(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
