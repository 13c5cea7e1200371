import { askPrivately } from '../commands/ask-privately.ts'
import type { Interaction } from '../interaction.ts'
import type { ShortcutPayload } from '../payloads.ts'
import { readThread } from './read-thread.ts'

/** Sums up a thread for the person who asked, who alone sees it. */
export async function summariseThread(
  { channel, message, trigger_id }: ShortcutPayload,
  interaction: Interaction,
): Promise<void> {
  const { words, voice, signal } = interaction
  const threadTs = message.thread_ts ?? message.ts
  const quoted = await readThread({ channel: channel.id, threadTs }, interaction)
  if (quoted === '') return await voice.say({ text: words.shortcuts.nothingToSummarise }, signal)
  const text = words.shortcuts.summarise
  // All there is to know is quoted; a search would only add what was not said there.
  const request = { channel: channel.id, name: trigger_id, text, quoted, threadTs, search: 'never' } as const
  await askPrivately(request, interaction)
}
