import type { OllamaServer } from './ollama-server.ts'
import type { OllamaRequest, ScriptedChat, WireChatBody } from './ollama-wire.ts'

export type AnswerScript = (body: WireChatBody) => ScriptedChat

/** Says what a chat is for: Kiku asks whether to search or which tools to call, has a follow-up rewritten, or an answer written. */
export function purposeOf(body: WireChatBody): 'route' | 'rewrite' | 'tools' | 'answer' {
  const text = promptOf(body)
  if ((body.tools ?? []).length > 0) return 'tools'
  if (text.includes('<RET>')) return 'route'
  return /Rewritten message:|書き直したメッセージ:/.test(text) ? 'rewrite' : 'answer'
}

/** The whole prompt of a chat as the server saw it. */
export function promptOf(body: WireChatBody): string {
  return (body.messages ?? []).map(({ content }) => content ?? '').join('\n')
}

/** A model that wants context, repeats a follow-up as it is, and answers as told. */
export function answering(answer: AnswerScript | ScriptedChat): AnswerScript {
  return (body) => {
    switch (purposeOf(body)) {
      case 'route':
        return { content: '<RET>' }
      case 'rewrite':
        return { content: '' }
      case 'tools':
        return { content: 'DONE' }
      case 'answer':
        return typeof answer === 'function' ? answer(body) : answer
    }
  }
}

/** The requests for answers that a server received, oldest first. */
export function answerRequests(server: OllamaServer): readonly OllamaRequest[] {
  return server.requests.filter(({ kind, chat }) => kind === 'chat' && purposeOf(chat) === 'answer')
}
