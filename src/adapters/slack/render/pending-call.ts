import type { types } from '@slack/bolt'
import type { PendingCall } from '../../../domain/tool.ts'
import { writeArguments } from '../../../domain/write-arguments.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import type { CallDecision } from '../../common/chat/tool-words.ts'
import { ACTIONS, callValue } from '../interact/action-ids.ts'
import { button } from './buttons.ts'
import { neutralizeMentions } from './neutralize-mentions.ts'
import { lines, preformatted, richText, safeLine, words as text } from './rich-text.ts'

/** With what stands around it, this leaves room in a message, whatever becomes of it as JSON. */
const MOST_ARGUMENTS = 3_000
const TOOL_CHARACTERS = 64

/** What would be run, exactly: whoever approves it has seen it all. */
export function callBlocks(call: PendingCall, words: ChatWords, decision?: CallDecision): types.KnownBlock[] {
  const { text: json, isWhole } = writeShown(call)
  const tool = safeLine(call.tool, TOOL_CHARACTERS)
  const notes = [
    ...(isWhole ? [] : [words.tools.tooLong]),
    ...(decision === undefined ? [] : [words.tools.decisions[decision]]),
  ]
  return [
    richText(lines([text(words.tools.wouldCall(tool))]), preformatted(json)),
    ...notes.map(
      (note): types.KnownBlock => ({
        type: 'context',
        elements: [{ type: 'plain_text', text: note, emoji: false }],
      }),
    ),
  ]
}

/** What could not be shown whole cannot be approved. */
export function callButtons(call: PendingCall, turnId: string, { tools }: ChatWords): types.Button[] {
  const value = callValue(turnId, call.callId)
  const style = call.destructive ? 'danger' : 'primary'
  return [
    ...(writeShown(call).isWhole ? [button(ACTIONS.approve, tools.approve, value, style)] : []),
    button(ACTIONS.decline, tools.decline, value),
  ]
}

function writeShown({ arguments: args }: PendingCall) {
  const isPlain = (json: string) => neutralizeMentions(json) === json
  return writeArguments(args, { most: MOST_ARGUMENTS, isPlain })
}
