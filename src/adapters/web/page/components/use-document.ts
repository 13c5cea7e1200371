import { useEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../api/schemas/common.ts'
import type { OpenedDocumentView } from '../../api/schemas/library.ts'
import { fetchPassages } from '../api/library.ts'
import { toProblem } from '../api/problem.ts'
import { joinPassages } from '../state/passages.ts'

interface OpenedState {
  readonly document?: OpenedDocumentView
  readonly problem?: Problem
  readonly isLoading: boolean
}

const AROUND_FIRST = 1
const AROUND_MORE = 5

/** A document around one passage, which grows at both ends on demand. */
export function useDocument(key: number) {
  const [state, setState] = useState<OpenedState>({ isLoading: true })
  const controller = useRef<AbortController | undefined>(undefined)

  const load = async (from: number, around: number, side?: 'before' | 'after') => {
    controller.current ??= new AbortController()
    const { signal } = controller.current
    setState((before) => ({ ...before, isLoading: true }))
    try {
      const more = await fetchPassages(from, around, signal)
      setState(({ document }) => ({
        document: side === undefined || document === undefined ? more : joinPassages(document, more, side),
        isLoading: false,
      }))
    } catch (thrown) {
      if (!signal.aborted) setState((before) => ({ ...before, problem: toProblem(thrown), isLoading: false }))
    }
  }
  useEffect(() => {
    if (key >= 0) void load(key, AROUND_FIRST)
    return () => controller.current?.abort()
  }, [key])

  return {
    ...state,
    retry: () => {
      setState({ isLoading: true })
      void load(key, AROUND_FIRST)
    },
    showMore: (side: 'before' | 'after') => {
      const edge = side === 'before' ? state.document?.passages[0] : state.document?.passages.at(-1)
      if (edge !== undefined) void load(edge.key, AROUND_MORE, side)
    },
  }
}
