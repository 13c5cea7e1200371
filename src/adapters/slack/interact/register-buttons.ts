import type { App } from '@slack/bolt'
import { ACTIONS } from './action-ids.ts'
import { type Click, readClick } from './click.ts'
import { createDecideCall } from './handlers/decide-call.ts'
import { explainAnswer } from './handlers/explain-answer.ts'
import { forgetMemory } from './handlers/forget-memory.ts'
import { giveFeedback } from './handlers/give-feedback.ts'
import { createRepeatAnswer } from './handlers/repeat-answer.ts'
import { createShareAnswer } from './handlers/share-answer.ts'
import { createShowPrivately } from './handlers/show-privately.ts'
import { stopAnswer } from './handlers/stop-answer.ts'
import { chooseLanguage, readLanguage } from './home/choose-language.ts'
import { publishHome } from './home/publish-home.ts'
import { type Interaction, serveInteraction } from './interaction.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { ClickPayload } from './payloads.ts'
import { readPayload } from './read-payload.ts'
import { openSettings } from './settings/open-settings.ts'

type Handle = (click: Click, interaction: Interaction) => Promise<void>

/** Buttons behind which a form opens, for which Slack gives three seconds. */
const URGENT: readonly string[] = [ACTIONS.feedback, ACTIONS.openSettings]

export function registerButtons(app: App, desk: InteractionDesk): void {
  const handlers = createHandlers()
  for (const [action, handle] of Object.entries(handlers)) {
    app.action(action, async ({ ack, body, respond }) => {
      await ack()
      await serveClick({ body, respond, handle }, desk)
    })
  }
  // Buttons that are mere links are clicked too, and Slack shows an error where nobody acknowledges that.
  const others = new RegExp(`^(?!(?:${Object.keys(handlers).join('|')})$)`)
  app.action(others, async ({ ack }) => {
    await ack()
  })
}

function createHandlers(): Readonly<Record<(typeof ACTIONS)[keyof typeof ACTIONS], Handle>> {
  const repeatAnswer = createRepeatAnswer()
  const decideCall = createDecideCall()
  return {
    [ACTIONS.feedback]: giveFeedback,
    [ACTIONS.stop]: stopAnswer,
    [ACTIONS.searchAnyway]: (click, interaction) => repeatAnswer(click, 'always', interaction),
    [ACTIONS.tryAgain]: (click, interaction) => repeatAnswer(click, 'auto', interaction),
    [ACTIONS.why]: explainAnswer,
    [ACTIONS.approve]: (click, interaction) => decideCall(click, true, interaction),
    [ACTIONS.decline]: (click, interaction) => decideCall(click, false, interaction),
    [ACTIONS.share]: createShareAnswer(),
    [ACTIONS.showPrivately]: createShowPrivately(),
    [ACTIONS.openSettings]: openSettingsOf,
    [ACTIONS.forget]: forgetThenShow,
    [ACTIONS.language]: changeLanguage,
  }
}

type BoltRespond = Parameters<Parameters<App['action']>[1]>[0]['respond']

async function serveClick(
  { body, respond, handle }: { readonly body: unknown; readonly respond: BoltRespond; readonly handle: Handle },
  desk: InteractionDesk,
): Promise<void> {
  const payload = await readPayload({ schema: ClickPayload, body, what: 'button' }, desk)
  if (payload === undefined) return
  const click = readClick(payload)
  const { action, user, team, channel, threadTs } = click
  const origin = {
    what: action,
    user,
    team,
    channel,
    threadTs,
    // Bolt's types promise it always; in the App Home there is none.
    respond: payload.response_url === undefined ? undefined : respond,
    replaces: replacesOriginal(click) ? 'always' : 'never',
    isUrgent: URGENT.includes(action),
  } as const
  await serveInteraction(origin, desk, (interaction) => handle(click, interaction))
}

/** Private dialogues, which give way to what came of them; a private answer stays, whatever is said of it. */
const DIALOGUES: readonly string[] = [ACTIONS.forget, ACTIONS.showPrivately, ACTIONS.approve, ACTIONS.decline]

function replacesOriginal({ isPrivate, action }: Click): boolean {
  return isPrivate && DIALOGUES.includes(action)
}

async function openSettingsOf({ value, channel = '', trigger }: Click, interaction: Interaction): Promise<void> {
  await openSettings({ channel: value === '' ? channel : value, trigger }, interaction)
}

async function forgetThenShow(click: Click, interaction: Interaction): Promise<void> {
  await forgetMemory(click, interaction)
  await refreshHome(click, interaction)
}

async function changeLanguage(click: Click, interaction: Interaction): Promise<void> {
  await chooseLanguage(click.user, readLanguage(click.value), interaction.desk)
  await refreshHome(click, interaction)
}

async function refreshHome({ user, homeChannel }: Click, { desk, signal }: Interaction): Promise<void> {
  if (homeChannel !== undefined) await publishHome({ user, channel: homeChannel }, desk, signal)
}
