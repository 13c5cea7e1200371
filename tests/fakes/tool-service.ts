import type { SurfaceJourney } from './journey-surface.ts'
import type { SurfaceService } from './surface-service.ts'

type Service = Omit<SurfaceService, 'launch'> & { start(): Promise<void> }

/** A service in a process of its own, as those who only talk to it know a journey. */
export function asScene<Platform extends Service>(
  service: Platform,
): Omit<Platform, keyof SurfaceJourney> & SurfaceJourney {
  const { journey, model, start, end } = service
  const stop = async () => void (await service.kill('SIGTERM'))
  return {
    ...service,
    ...{ journey, model, start: () => start(), end, stop },
    kiku() {
      throw new Error('Kiku runs in a process of its own.')
    },
    async restart() {
      await stop()
      await start()
    },
  }
}
