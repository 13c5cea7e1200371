import { createDirectory } from '../../../../src/adapters/slack/directory/create-directory.ts'
import { silentTelemetry, type TelemetryFields } from '../../../../src/ports/telemetry.ts'
import { createManualClock, createScriptedApi, identity, refuse } from './scripted-api.ts'

export type Script = Parameters<typeof createScriptedApi>[0]

/** A directory over a scripted Slack, with time that stands still. */
export function createTested(
  script: Script,
  options: { readonly mostMembers?: number; readonly timeoutMs?: number } = {},
) {
  const api = createScriptedApi(script)
  const clock = createManualClock()
  const warnings: (TelemetryFields | undefined)[] = []
  const telemetry = {
    ...silentTelemetry,
    warn: (_event: string, fields?: TelemetryFields) => void warnings.push(fields),
  }
  return { api, clock, warnings, directory: createDirectory({ api, identity, clock, telemetry, ...options }) }
}

export const usersInfo = (people: Readonly<Record<string, unknown>>): Script => ({
  'users.info': ({ user }) => {
    const found = people[String(user)]
    if (found === undefined) throw refuse('user_not_found')
    return { ok: true, user: found }
  },
})

/** Everything that was begun in the background is done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
