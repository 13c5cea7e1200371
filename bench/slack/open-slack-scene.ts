import type { ModelCalls, ModelPace } from './model-process.ts'
import { openRemote, type Remote } from './remote.ts'
import type { SlackAccess, SlackCalls, SlackSetting } from './slack-process.ts'

/** A Slack and a model, each in a process of its own. */
export interface SlackScene {
  readonly slack: Remote<SlackCalls>
  readonly model: Remote<ModelCalls>
  readonly access: SlackAccess
  readonly modelUrl: string
  end(): void
}

export async function openSlackScene(setting: SlackSetting, pace: ModelPace): Promise<SlackScene> {
  const slack = openRemote<SlackCalls>(new URL('./slack-process.ts', import.meta.url))
  const model = openRemote<ModelCalls>(new URL('./model-process.ts', import.meta.url))
  const [access, modelUrl] = await Promise.all([slack.call('open', setting), model.call('open', pace)])
  return {
    slack,
    model,
    access,
    modelUrl,
    end() {
      slack.end()
      model.end()
    },
  }
}
