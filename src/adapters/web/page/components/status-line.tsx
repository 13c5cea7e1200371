import type { AnswerStream } from '../state/answer-stream.ts'
import { useWords } from '../text/current-words.ts'

/** What is being done for an answer. Screen readers hear of it elsewhere, once per stage. */
export function StatusLine({ stream }: { readonly stream: AnswerStream }) {
  const { ask } = useWords()
  const describe = () => {
    if (stream.phase === 'lost') return ask.reconnecting
    const call = stream.calls.at(-1)
    if (stream.stage === undefined) return ask.connecting
    if (stream.stage === 'queued' && stream.position !== undefined) return ask.waiting(stream.position)
    if (stream.stage === 'gather' && call !== undefined) return ask.usingTool(call.name)
    return ask.stages[stream.stage]
  }
  return (
    <p class={`status ${stream.phase}`}>
      <span class="pulse" aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      {describe()}
    </p>
  )
}
