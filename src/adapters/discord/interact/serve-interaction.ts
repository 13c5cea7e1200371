import { KikuError, toKikuError } from '../../../domain/errors.ts'
import { withDeadline } from '../../../domain/with-deadline.ts'
import { PROBLEMS, refusalOf } from '../api/discord-api.ts'
import type { ArrivedInteraction } from '../receive/arrival.ts'
import { discordWords } from '../words/words.ts'
import { parseCustomId } from './action-ids.ts'
import { suggestValues } from './autocomplete/suggest-values.ts'
import { runCommand } from './commands/run-command.ts'
import { explainFailure } from './explain-failure.ts'
import { handleClick } from './handle-click.ts'
import { handleForm } from './handle-form.ts'
import type { Interaction } from './interaction.ts'
import type { InteractionDesk } from './interaction-desk.ts'
import { runMessageCommand } from './menus/run-message-command.ts'
import { plainBody } from './parts/message-parts.ts'
import { createResponder } from './responder.ts'

const APOLOGY_MS = 10_000

/**
 * Does what a command, click or form asks for. Whatever fails is said to the person in one sentence and logged by its
 * code. Never throws, since nobody is there to catch it.
 */
export async function serveInteraction(arrived: ArrivedInteraction, desk: InteractionDesk): Promise<void> {
  const { ref, user, where, locale } = arrived
  const respond = createResponder(ref, desk.interactions)
  const words = discordWords(locale)
  const interaction = { desk, ref, person: user, where, locale, words, respond, signal: desk.signal }
  try {
    desk.signal.throwIfAborted()
    await dispatch(arrived, interaction)
  } catch (thrown) {
    await apologise(desk.signal.aborted ? stopped(thrown) : toKikuError(thrown), arrived, interaction)
  }
}

async function dispatch(arrived: ArrivedInteraction, interaction: Interaction): Promise<void> {
  switch (arrived.kind) {
    case 'command':
      return await runCommand(arrived, interaction)
    case 'message-command':
      return await runMessageCommand(arrived, interaction)
    case 'autocomplete':
      return await suggestValues(arrived, interaction)
    case 'click':
      return await handleClick(arrived, interaction)
    case 'form':
      return await handleForm(arrived, interaction)
  }
}

/** Whatever fails while the surface stops fails for that reason. */
function stopped(cause: unknown): KikuError {
  return new KikuError('cancelled', 'The surface is being stopped.', { cause })
}

async function apologise(
  error: KikuError,
  arrived: ArrivedInteraction,
  { desk, words, respond }: Interaction,
): Promise<void> {
  const what = nameOf(arrived)
  const { route, error: problem } = error.details
  const fields = { what, code: error.code, route: route ?? null, problem: problem ?? null }
  desk.telemetry.warn('discord-interaction-failed', fields)
  // Suggestions have no place for words, and to what came too late Discord takes none.
  if (arrived.kind === 'autocomplete' || refusalOf(error) === PROBLEMS.unknownInteraction) return
  try {
    // A signal of its own: the surface may be stopping, which is just what has to be said.
    const deadline = { signal: new AbortController().signal, timeoutMs: APOLOGY_MS, what: 'apology' }
    await withDeadline(deadline, (signal) => respond.say(plainBody(explainFailure(error, words)), signal))
  } catch (thrown) {
    desk.telemetry.warn('discord-apology-failed', { what, code: toKikuError(thrown).code })
  }
}

/** The kind of an interaction for the log, without what a person wrote. */
function nameOf(arrived: ArrivedInteraction): string {
  switch (arrived.kind) {
    case 'command':
    case 'message-command':
    case 'autocomplete':
      return `${arrived.kind} ${arrived.name.slice(0, 32)}`
    case 'click':
    case 'form':
      return `${arrived.kind} ${parseCustomId(arrived.customId).action.slice(0, 32)}`
  }
}
