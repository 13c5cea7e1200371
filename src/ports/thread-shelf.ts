/** The conversations of one person, for a list of them. */
export interface ThreadShelf {
  /** The latest first. */
  list(request: ThreadListRequest): Promise<ThreadList>
  /** One thread as the list shows it; undefined where it is gone. Whose it is, the caller checks. */
  find(threadId: string): Promise<ThreadSummary | undefined>
  /** What a person thought of answers, by the ids of the questions' turns. Of those without feedback nothing is given. */
  findVerdicts(turnIds: readonly string[], authorId: string): Promise<ReadonlyMap<string, 'up' | 'down'>>
  /** Gives a thread a title of its owner's choice; an empty one takes it away again. */
  rename(threadId: string, title: string): Promise<void>
}

export interface ThreadListRequest {
  readonly authorId: string
  readonly surface: 'web'
  /** `next` of the page before. Hostile: anything else is refused as `misuse`. */
  readonly cursor?: string
  /** 1 to 100. */
  readonly limit: number
}

export interface ThreadList {
  readonly threads: readonly ThreadSummary[]
  readonly next?: string
}

export interface ThreadSummary {
  readonly id: string
  /** Given by its owner, else the beginning of the first question. */
  readonly title: string
  readonly createdAt: number
  /** Epoch milliseconds of the last question. */
  readonly updatedAt: number
  readonly questions: number
}
