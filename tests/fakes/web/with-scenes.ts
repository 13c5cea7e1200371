import { afterEach } from 'vitest'
import { type ApiScene, type ApiSceneOptions, stageApi } from './api-scene.ts'

/** Stages that end with each test of a file. */
export function withScenes(): (options?: ApiSceneOptions) => Promise<ApiScene> {
  let open: ApiScene[] = []
  afterEach(async () => {
    const ending = open
    open = []
    await Promise.all(ending.map((scene) => scene.end()))
  })
  return async (options = {}) => {
    const scene = await stageApi(options)
    open.push(scene)
    return scene
  }
}
