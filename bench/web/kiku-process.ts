import { createHash } from 'node:crypto'
import { openKiku, openTelemetry } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import type { Kiku } from '../../src/kiku.ts'
import { serveRemote } from '../chat/remote.ts'
import { STREAMS, VISITORS } from './settings.ts'
import { createWatch } from './watch-process.ts'

// The whole product in a process of its own, with its page on a free port.

export interface KikuSetting {
  /** Its data folder. */
  readonly folder: string
  readonly modelUrl: string
}

let kiku: Kiku | undefined

const calls = {
  ...createWatch(),
  /** @returns the address of the page */
  async open({ folder, modelUrl }: KikuSetting): Promise<string> {
    const config = readConfig({ data: folder }, { KIKU_MODEL_HOSTS: modelUrl, KIKU_WEB_PORT: '0' }, folder)
    // One visitor who searches without a pause is what the limits are there to stop.
    const tokens = VISITORS.map(({ name, secret }, at) => ({
      name,
      sha256: createHash('sha256').update(secret).digest('hex'),
      audience: ['public'],
      role: at === 0 ? ('owner' as const) : ('member' as const),
      requestsPerMinute: 1_000_000,
    }))
    const { telemetry } = openTelemetry(config)
    kiku = await openKiku(
      {
        ...config,
        web: { ...config.web, tokens },
        model: { ...config.model, concurrentRequests: STREAMS },
        limits: { ...config.limits, concurrentAnswers: STREAMS },
      },
      { mode: 'write', telemetry, signal: new AbortController().signal },
    )
    const started = await kiku.startSurfaces()
    const url = started.find(({ name }) => name === 'web')?.url
    if (url === undefined) throw new Error(`Not started: ${started.map(({ error }) => error?.message).join(', ')}`)
    return url
  },
  async close(_input: undefined): Promise<void> {
    await kiku?.close()
  },
}

export type KikuCalls = typeof calls

serveRemote(calls)
