import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { ChannelSettings } from '../../slack-options.ts'
import type { SlackWords } from '../../words/slack-words.ts'
import { slackWords } from '../../words/words.ts'
import { CALLBACKS } from '../action-ids.ts'
import { context, modal, plain, section } from '../block-parts.ts'
import type { BackfillState } from '../interaction-desk.ts'
import { type FormPayload, textOf, ticksOf } from '../payloads.ts'
import { readMetadata } from '../read-metadata.ts'

const BLOCKS = { followUps: 'follow_ups', remember: 'remember', days: 'days' } as const
const ON = 'on'
export const MOST_DAYS = 365

const Metadata = z.object({ channel: z.string(), locale: z.enum(['en', 'ja']) })
type Metadata = z.infer<typeof Metadata>

export interface SettingsView {
  readonly channel: string
  readonly settings: ChannelSettings
  readonly backfill: BackfillState
  readonly locale: 'en' | 'ja'
  readonly words: SlackWords
}

export function settingsForm({ channel, settings, backfill, locale, words }: SettingsView): types.ModalView {
  const text = words.settings
  const metadata: Metadata = { channel, locale }
  const progress = describeBackfill(backfill, words)
  return modal({
    callback: CALLBACKS.settings,
    title: text.title,
    submit: text.save,
    close: words.close,
    metadata: JSON.stringify(metadata),
    blocks: [
      section(text.intro(`<#${channel}>`)),
      tickBlock(
        { id: BLOCKS.followUps, label: text.followUps, hint: text.followUpsHint, isOn: settings.followUps },
        words,
      ),
      tickBlock({ id: BLOCKS.remember, label: text.remember, hint: text.rememberHint, isOn: settings.remember }, words),
      daysBlock(words),
      ...(progress === undefined ? [] : [context(progress)]),
    ],
  })
}

/** A form that only says something. */
export function noticeForm(text: string, words: SlackWords): types.ModalView {
  const { title } = words.settings
  return modal({ callback: CALLBACKS.settings, title, close: words.close, blocks: [section(text)] })
}

export type SettingsEntry =
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'ok'; readonly channel: string; readonly settings: ChannelSettings; readonly days: number }

/** What was entered. @throws KikuError `surface-refused` when the form is none of Kiku's */
export function readSettingsForm(form: FormPayload): SettingsEntry {
  const { channel, locale } = readMetadata(form, Metadata)
  const { settings: words } = slackWords(locale)
  const settings = {
    followUps: ticksOf(form, BLOCKS.followUps).includes(ON),
    remember: ticksOf(form, BLOCKS.remember).includes(ON),
  }
  const entered = textOf(form, BLOCKS.days).normalize('NFKC')
  const days = entered === '' ? 0 : Number(entered)
  if (!Number.isInteger(days) || days < 0 || days > MOST_DAYS) {
    return { kind: 'errors', errors: { [BLOCKS.days]: words.daysError } }
  }
  if (days > 0 && !settings.remember) return { kind: 'errors', errors: { [BLOCKS.days]: words.daysNeedRemembering } }
  return { kind: 'ok', channel, settings, days }
}

interface Tick {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly isOn: boolean
}

function tickBlock({ id, label, hint, isOn }: Tick, words: SlackWords): types.InputBlock {
  const option = { text: plain(words.settings.on), value: ON }
  return {
    type: 'input',
    block_id: id,
    optional: true,
    label: plain(label),
    hint: plain(hint),
    element: { type: 'checkboxes', action_id: id, options: [option], ...(isOn ? { initial_options: [option] } : {}) },
  }
}

function daysBlock({ settings }: SlackWords): types.InputBlock {
  const bounds = { is_decimal_allowed: false, min_value: '1', max_value: String(MOST_DAYS) }
  return {
    type: 'input',
    block_id: BLOCKS.days,
    optional: true,
    label: plain(settings.days),
    hint: plain(settings.daysHint),
    element: { type: 'number_input', action_id: BLOCKS.days, ...bounds },
  }
}

function describeBackfill(state: BackfillState, { backfill }: SlackWords): string | undefined {
  switch (state.kind) {
    case 'none':
      return undefined
    case 'running':
    case 'done':
    case 'failed':
      return backfill[state.kind](state.messages)
  }
}
