import { ButtonStyle } from 'discord.js'
import type { PendingCall } from '../../../domain/tool.ts'
import { writeArguments } from '../../../domain/write-arguments.ts'
import type { ChatWords } from '../../common/chat/chat-words.ts'
import { cleanLine } from '../../common/chat/clean-text.ts'
import type { CallDecision } from '../../common/chat/tool-words.ts'
import { ACTIONS, callRest, customId } from '../interact/action-ids.ts'
import { smallPrint } from './answer-footer.ts'
import { breakInvites, escapeText } from './markdown/escape-text.ts'
import { type Button, createButton } from './reply-buttons.ts'

/** With what stands around it, this has room in a message. */
const MOST_ARGUMENTS = 1_400
const TOOL_CHARACTERS = 64
/** In code Discord makes nothing of these, but notifications show code as text. */
const MEANS_MORE = /<(?:[@#/:]|a:|t:|id:|https?:)|@(?:everyone|here)/i

/** What would be run, exactly: whoever approves it has seen it all. */
export function callText(call: PendingCall, words: ChatWords, decision?: CallDecision): string {
  const { text, isWhole } = writeShown(call)
  const notes = [
    ...(isWhole ? [] : [words.tools.tooLong]),
    ...(decision === undefined ? [] : [words.tools.decisions[decision]]),
  ]
  return [
    words.tools.wouldCall(escapeText(cleanLine(call.tool, TOOL_CHARACTERS))),
    `\`\`\`json\n${text}\n\`\`\``,
    ...(notes.length === 0 ? [] : [smallPrint(notes)]),
  ].join('\n')
}

/** What could not be shown whole cannot be approved. */
export function callButtons(call: PendingCall, turnId: string, { tools }: ChatWords): Button[] {
  const rest = callRest(turnId, call.callId)
  const style = call.destructive ? ButtonStyle.Danger : ButtonStyle.Primary
  const approve = createButton({ id: customId(ACTIONS.approve, rest), label: tools.approve, style })
  const decline = createButton({ id: customId(ACTIONS.decline, rest), label: tools.decline })
  return writeShown(call).isWhole ? [approve, decline] : [decline]
}

function writeShown({ arguments: args }: PendingCall) {
  const isPlain = (json: string) => !MEANS_MORE.test(json) && breakInvites(json) === json
  return writeArguments(args, { most: MOST_ARGUMENTS, isPlain })
}
