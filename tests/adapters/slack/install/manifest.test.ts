import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { printManifest, readManifest } from '../../../../src/adapters/slack/install/manifest.ts'
import { manifestSchema } from '../../../../src/adapters/slack/install/manifest-schema.ts'
import { CALLBACKS } from '../../../../src/adapters/slack/interact/action-ids.ts'

const FOLDER = fileURLToPath(new URL('../../../..', import.meta.url))

/** Scopes of which one is enough to receive an event (https://docs.slack.dev/reference/events). */
const SCOPES_OF_EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  app_home_opened: [],
  'message.im': ['im:history'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.mpim': ['mpim:history'],
  reaction_added: ['reactions:read'],
  reaction_removed: ['reactions:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_shared: ['channels:read', 'groups:read'],
  channel_unshared: ['channels:read', 'groups:read'],
  channel_rename: ['channels:read'],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_id_changed: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_left: ['channels:read'],
  group_rename: ['groups:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  user_change: ['users:read'],
  file_deleted: ['files:read'],
  agent_session_stopped: ['chat:write'],
  app_uninstalled: [],
  tokens_revoked: [],
}

/** Scopes that no event needs, by the methods that do (https://docs.slack.dev/reference/methods). */
const SCOPES_OF_METHODS: Readonly<Record<string, string>> = {
  'chat:write': 'chat.postMessage',
  'assistant:write': 'assistant.threads.setSuggestedPrompts',
  commands: '/kiku',
  'im:read': 'conversations.info of a direct message',
  'im:write': 'conversations.open',
  'mpim:read': 'users.conversations',
}

describe('slack.manifest.yaml', () => {
  const { manifest, scopes } = readManifest(FOLDER)

  it('asks for the agent view, both tabs, the command, the shortcuts and a socket', () => {
    const { features, settings } = manifest

    expect(features.agent_view.suggested_prompts.length).toBeLessThanOrEqual(4)
    expect(features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    })
    expect(features.slash_commands.map(({ command }) => command)).toEqual(['/kiku'])
    expect(settings).toMatchObject({ socket_mode_enabled: true, interactivity: { is_enabled: true } })
    expect(settings.token_rotation_enabled).toBe(false)
  })

  it('names the shortcuts as they are answered', () => {
    const ids = manifest.features.shortcuts.map((shortcut) => shortcut.callback_id)

    expect(ids).toEqual([CALLBACKS.askAbout, CALLBACKS.summariseThread, CALLBACKS.forgetThread])
  })

  it('asks for the scope of every event, and for no scope that nothing needs', () => {
    const granted = scopes.map(({ scope }) => scope)
    const events = manifest.settings.event_subscriptions.bot_events

    const needs = events.map((event) => SCOPES_OF_EVENTS[event])
    const used = [...needs.flatMap((need) => need ?? []), ...Object.keys(SCOPES_OF_METHODS)]

    expect(needs).not.toContain(undefined)
    expect(needs.filter((need) => need?.length !== 0 && !need?.some((scope) => granted.includes(scope)))).toEqual([])
    expect(granted.filter((scope) => !used.includes(scope))).toEqual([])
    expect(new Set([...events, ...granted]).size).toBe(events.length + granted.length)
  })

  it('gives a reason for every scope, and lists optional ones as Slack demands', () => {
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes

    expect(scopes.filter(({ reason }) => reason === '')).toEqual([])
    expect(scopes.map(({ scope }) => scope)).toEqual(bot)
    expect(optional.filter((scope) => !bot.includes(scope))).toEqual([])
    expect(scopes.filter(({ isOptional }) => !isOptional).map(({ scope }) => scope)).toEqual([
      'app_mentions:read',
      'assistant:write',
      'chat:write',
      'commands',
      'channels:read',
      'groups:read',
      'mpim:read',
      'im:history',
      'im:read',
    ])
  })
})

describe('printManifest', () => {
  it('prints the file as it is for a socket', () => {
    expect(printManifest(FOLDER)).toBe(readFileSync(join(FOLDER, 'slack.manifest.yaml'), 'utf8'))
  })

  it.each([
    ['https://kiku.example.org', 'https://kiku.example.org/slack/events'],
    ['https://example.org/kiku/', 'https://example.org/kiku/slack/events'],
    ['https://kiku.example.org/slack/events', 'https://kiku.example.org/slack/events'],
  ])('turns the socket off and sends everything to Kiku with %s', (http, address) => {
    const text = printManifest(FOLDER, { http })

    const { settings, features, oauth_config: oauth } = manifestSchema.parse(parse(text))
    expect(settings.socket_mode_enabled).toBe(false)
    expect(settings.event_subscriptions.request_url).toBe(address)
    expect(settings.interactivity.request_url).toBe(address)
    expect(features.slash_commands.map(({ url }) => url)).toEqual([address])
    expect(oauth).toEqual(readManifest(FOLDER).manifest.oauth_config)
    expect(text).toContain('# answer')
  })

  it.each([
    'http://kiku.example.org',
    'kiku.example.org',
    'https://me:x@kiku.example.org',
    'https://k.example.org/?a=b',
  ])('refuses %s, which Slack could not use', (http) => {
    expect(() => printManifest(FOLDER, { http })).toThrow('must be an address that begins with https://')
  })
})

describe('readManifest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiku-manifest-'))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('says that the file is damaged', () => {
    writeFileSync(join(folder, 'slack.manifest.yaml'), 'features: [')

    expect(() => readManifest(folder)).toThrow('slack.manifest.yaml cannot be read.')
  })
})
