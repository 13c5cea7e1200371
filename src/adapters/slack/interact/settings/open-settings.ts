import type { types } from '@slack/bolt'
import { z } from 'zod'
import { toKikuError } from '../../../../domain/errors.ts'
import { explainFailure } from '../explain-failure.ts'
import type { Interaction } from '../interaction.ts'
import { openView } from '../open-view.ts'
import { isDirectChannel, mayGovern } from '../people.ts'
import { noticeForm, settingsForm } from './settings-form.ts'

const CHECK_MS = 10_000

/**
 * Opens the form with the switches of a channel. It opens empty, since Slack gives three seconds and finding out whether
 * the person may change them can take longer, and is filled then.
 */
export async function openSettings(
  { channel, trigger }: { readonly channel: string; readonly trigger: string },
  interaction: Interaction,
): Promise<void> {
  const { words, voice, signal } = interaction
  if (isDirectChannel(channel)) return await voice.say({ text: words.settings.notAChannel }, signal)
  const id = await openView(noticeForm(words.settings.loading, words), trigger, interaction)
  try {
    await updateView(id, await chooseForm(channel, interaction), interaction)
  } catch (thrown) {
    await updateView(id, noticeForm(explainFailure(toKikuError(thrown), words), words), interaction)
  }
}

async function chooseForm(channel: string, interaction: Interaction): Promise<types.ModalView> {
  const { desk, person, locale, words, signal } = interaction
  const isAllowed = await mayGovern({ channel, user: person.user }, desk.directory, signal)
  if (!isAllowed) return noticeForm(words.settings.notAllowed, words)
  const [settings, backfill] = await Promise.all([desk.channels.read(channel), desk.backfill.state(channel)])
  return settingsForm({ channel, settings, backfill, locale, words })
}

async function updateView(id: string, view: types.ModalView, { desk, signal }: Interaction): Promise<void> {
  const call = { arguments: { view_id: id, view }, schema: z.object({}), signal, timeoutMs: CHECK_MS }
  await desk.api.call('views.update', call)
}
