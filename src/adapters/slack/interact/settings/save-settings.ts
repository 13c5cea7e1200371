import { z } from 'zod'
import { toKikuError } from '../../../../domain/errors.ts'
import type { ChannelSettings } from '../../slack-options.ts'
import { slackWords } from '../../words/words.ts'
import type { Interaction } from '../interaction.ts'
import { mayGovern } from '../people.ts'

export interface NewSettings {
  readonly channel: string
  readonly settings: ChannelSettings
  /** Days of the past to read; 0 for none. */
  readonly days: number
}

/** Changes what Kiku does in a channel. Nobody is remembered unannounced: without the announcement, nothing changes. */
export async function saveSettings({ channel, settings, days }: NewSettings, interaction: Interaction): Promise<void> {
  const { desk, person, words, voice, signal } = interaction
  // Between opening and saving, the person may have left the channel.
  if (!(await mayGovern({ channel, user: person.user }, desk.directory, signal))) {
    return await voice.say({ text: words.settings.notAllowed }, signal)
  }
  const before = await desk.channels.read(channel)
  if (settings.remember && !before.remember && !(await announce(channel, interaction))) {
    return await voice.say({ text: words.settings.cannotAnnounce }, signal)
  }
  await desk.channels.write(channel, settings)
  if (!settings.remember) await desk.backfill.cancel(channel)
  if (days > 0) await desk.backfill.start(channel, days)
  desk.telemetry.info('slack-channel-settings-changed', { channel, ...settings, days })
  await voice.say({ text: words.settings.saved({ ...settings, days }) }, signal)
}

async function announce(channel: string, { desk, person, signal }: Interaction): Promise<boolean> {
  const text = slackWords(desk.language).settings.announcement(`<@${person.user}>`)
  const post = { channel, text, unfurl_links: false, unfurl_media: false }
  try {
    await desk.api.call('chat.postMessage', { arguments: post, schema: z.object({}), signal })
    return true
  } catch (thrown) {
    signal.throwIfAborted()
    desk.telemetry.warn('slack-announcement-failed', { channel, code: toKikuError(thrown).code })
    return false
  }
}
