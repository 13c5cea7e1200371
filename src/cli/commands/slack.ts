import type { CommandContext } from '../session.ts'

export interface SlackManifestFlags {
  /** Public address at which Slack reaches Kiku's port. */
  readonly http?: string
}

/** `kiku slack manifest`: the Slack app to create. Needs neither a configuration nor a data folder. */
export async function runSlackManifest(context: CommandContext, flags: SlackManifestFlags): Promise<number> {
  const { slackManifest } = await context.loadDependencies()
  const text = slackManifest(flags.http === undefined ? {} : { http: flags.http })
  context.io.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  return 0
}
