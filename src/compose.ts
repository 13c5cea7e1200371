import { printManifest } from './adapters/slack/install/manifest.ts'
import { createLog } from './adapters/telemetry/create-log.ts'
import type { OpenTelemetry } from './cli/dependencies.ts'
import { packageFolder } from './compose/package-folder.ts'
import type { Config } from './config.ts'

// The only place that chooses implementations. `src/compose/` has one file for each part.
export { createTerminalSurface } from './adapters/terminal/create-terminal-surface.ts'
export { discordInvite, registerDiscordCommands } from './compose/discord-tasks.ts'
export { signInToMcp, signOutOfMcp } from './compose/mcp-sign-in.ts'
export { openEmbedding } from './compose/open-embedding.ts'
export { openEvaluation } from './compose/open-evaluation.ts'
export { openKiku } from './compose/open-kiku.ts'
export { installEmbedder } from './compose/open-transformers-embedder.ts'

/** The manifest of the Slack app, as YAML. @throws KikuError `misuse` when the address is none that Slack could reach */
export function slackManifest(options: { readonly http?: string }): string {
  return printManifest(packageFolder(), options)
}

/** The log that the configuration asks for. */
export function openTelemetry({ log, embedder, slack, discord, web, toolSecrets }: Config): OpenTelemetry {
  const ofSurfaces = [slack.botToken, slack.appToken, slack.signingSecret, discord.token, web.oidcClientSecret]
  const secrets = [embedder.apiKey, ...ofSurfaces, ...toolSecrets.values()]
  return createLog({ ...log, secrets: secrets.flatMap((secret) => (secret === undefined ? [] : [secret.reveal()])) })
}
