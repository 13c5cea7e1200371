import type { Answer, AnswerEvent } from '../../domain/answer.ts'
import type { OutputStream } from '../dependencies.ts'
import type { Strings } from '../strings/strings.ts'
import { displayRows } from '../text/display-width.ts'
import { createStreamNeutralizer } from '../text/neutralize-stream.ts'
import { neutralizeLine, neutralizeText } from '../text/neutralize-text.ts'
import type { Paint } from '../text/paint.ts'
import { describeAnswer } from './describe-answer.ts'
import { createStatusLine } from './status-line.ts'

export interface AnswerView {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly strings: Strings
  readonly paint: Paint
  readonly cwd: string
}

/**
 * Shows one answer as it comes: what Kiku is doing (on a terminal only), the words as they are written, then the
 * sources and why Kiku searched or did not.
 * @returns the answer; undefined where the events held none
 * @throws the error of a `failed` event
 */
export async function renderAnswer(events: AsyncIterable<AnswerEvent>, view: AnswerView): Promise<Answer | undefined> {
  const status = createStatusLine(view.stderr, view.paint)
  const words = createStreamNeutralizer()
  let shown = ''
  let answer: Answer | undefined
  const show = (text: string) => {
    // White space before the first word would leave a gap that the checked answer does not have.
    const visible = shown === '' ? text.trimStart() : text
    if (visible === '') return
    status.clear()
    shown += visible
    view.stdout.write(visible)
  }
  try {
    for await (const event of events) {
      if (event.kind === 'status' && shown === '') status.show(view.strings.stages[event.stage])
      if (event.kind === 'tool-call' && shown === '') {
        status.show(view.strings.tools.calling(neutralizeLine(event.name)))
      }
      if (event.kind === 'token') show(words.push(event.text))
      if (event.kind === 'done') {
        show(words.end())
        status.clear()
        answer = event.answer
        finish(answer, shown, view)
      }
      if (event.kind === 'failed') throw event.error
    }
    return answer
  } catch (thrown) {
    // What is said next begins on a line of its own.
    if (shown !== '' && !shown.endsWith('\n')) view.stdout.write('\n')
    throw thrown
  } finally {
    status.clear()
  }
}

function finish(answer: Answer, shown: string, view: AnswerView): void {
  const checked = neutralizeText(answer.text).trim()
  const streamed = shown.trimEnd()
  if (streamed !== '' && checked.startsWith(streamed)) {
    const rest = checked.slice(streamed.length)
    view.stdout.write(shown === streamed ? rest : rest.trimStart())
  } else if (streamed !== '') {
    replaceShown(shown, checked, view)
  } else {
    view.stdout.write(checked)
  }
  view.stdout.write(`\n\n${describeAnswer(answer, view)}\n`)
}

// On a terminal the words that did not stand up are taken back; elsewhere what is written is written.
function replaceShown(shown: string, checked: string, { stdout, strings, paint }: AnswerView): void {
  const rows = displayRows(shown, stdout.columns || 80)
  if (stdout.isTTY === true && rows < (stdout.rows || 24)) {
    stdout.write(`\r${rows > 1 ? `\u001b[${rows - 1}A` : ''}\u001b[0J${checked}`)
  } else {
    stdout.write(`\n\n${paint.dim(strings.corrected)}\n\n${checked}`)
  }
}
