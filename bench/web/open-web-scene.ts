import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelCalls } from '../chat/model-process.ts'
import { openRemote, type Remote } from '../chat/remote.ts'
import { dataFolder } from '../jobs/open-bench-index.ts'
import type { BareCalls, BareSetting } from './bare-process.ts'
import type { ClientCalls } from './clients-process.ts'
import type { KikuCalls } from './kiku-process.ts'
import { MODEL } from './settings.ts'

/** Kiku, its model and those who ask it, each in a process of its own. */
export interface WebScene {
  readonly url: string
  readonly kiku: Remote<KikuCalls>
  readonly model: Remote<ModelCalls>
  readonly clients: Remote<ClientCalls>
  end(): Promise<void>
}

export async function openWebScene(work: string): Promise<WebScene> {
  const folder = join(work, 'kiku-web')
  await rm(folder, { recursive: true, force: true })
  await cp(dataFolder(work), folder, { recursive: true })
  const model = openRemote<ModelCalls>(new URL('../chat/model-process.ts', import.meta.url))
  const kiku = openRemote<KikuCalls>(new URL('./kiku-process.ts', import.meta.url))
  const clients = openClients()
  const modelUrl = await model.call('open', MODEL)
  const url = await kiku.call('open', { folder, modelUrl })
  return {
    ...{ url, kiku, model, clients },
    async end() {
      await kiku.call('close', undefined)
      for (const remote of [kiku, model, clients]) remote.end()
    },
  }
}

/** A bare server and those who search it. */
export async function openBareScene(setting: BareSetting) {
  const bare = openRemote<BareCalls>(new URL('./bare-process.ts', import.meta.url))
  const clients = openClients()
  const url = await bare.call('open', setting)
  return {
    ...{ url, bare, clients },
    end() {
      bare.end()
      clients.end()
    },
  }
}

function openClients(): Remote<ClientCalls> {
  return openRemote<ClientCalls>(new URL('./clients-process.ts', import.meta.url))
}
