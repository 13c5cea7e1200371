import type { App } from '@slack/bolt'
import type { InteractionDesk } from './interaction-desk.ts'
import { registerButtons } from './register-buttons.ts'
import { registerCommands } from './register-commands.ts'
import { registerForms } from './register-forms.ts'
import { registerShortcuts } from './register-shortcuts.ts'

/**
 * Has Bolt hand over every command, button, shortcut and form of Kiku's. Each is acknowledged before any work, since Slack
 * waits three seconds, and each ends in something that the person sees.
 */
export function registerInteractions(app: App, desk: InteractionDesk): void {
  registerCommands(app, desk)
  registerButtons(app, desk)
  registerShortcuts(app, desk)
  registerForms(app, desk)
}
