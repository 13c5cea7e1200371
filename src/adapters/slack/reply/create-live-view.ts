import type { LiveView } from './live-view.ts'
import { createPostView } from './post-view.ts'
import type { ReplyContext } from './reply-context.ts'
import type { ReplyMessages } from './reply-messages.ts'
import { createStreamView, StreamingRefused } from './stream-view.ts'

/** Streams where Slack allows it; else, and where messages of an earlier try are to be used, posts and changes. */
export function createLiveView(context: ReplyContext, messages: ReplyMessages): LiveView {
  const posts = createPostView(context, messages)
  const mayStream = context.support.read(context.task.place) !== 'none' && messages.list.length === 0
  let view = mayStream ? createStreamView(context, messages) : posts
  return {
    async show(draft, signal) {
      try {
        return await view.show(draft, signal)
      } catch (error) {
        if (!(error instanceof StreamingRefused)) throw error
        view = posts
        return view.show(draft, signal)
      }
    },
    tend: (signal) => view.tend(signal),
  }
}
