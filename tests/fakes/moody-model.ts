import { answering, promptOf } from './journey-model.ts'
import type { ScriptedChat, WireChatBody } from './ollama-wire.ts'

/** A model that fails in every way, and whose errors repeat what it was asked, and a secret that it cannot know. */
export function createMoodyModel(secret: string): (body: WireChatBody) => ScriptedChat {
  let asked = 0
  return (body) => {
    asked += 1
    const error = `cannot read: ${promptOf(body)} ${secret}`
    const content = 'The Walrus submarine leaves [1].'
    switch (asked % 6) {
      case 0:
        return { status: 500, error }
      case 1:
        return { status: 400, error }
      case 2:
        return { content, failAfter: 2, error }
      case 3:
        return { raw: `<html>${error}</html>` }
      case 4:
        return { content, cutAfter: 2 }
      default:
        return answering({ content })(body)
    }
  }
}
