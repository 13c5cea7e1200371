import type { BlockWriter } from './block-writer.ts'
import type { FenceDialect, FenceGuard } from './dialect.ts'
import type { LineContent, OpenFence } from './markdown-line.ts'

/** A block of code that is being written, fenced whether the source has it fenced or indented. */
export interface CodeBlock {
  /** Undefined for indented code. */
  readonly fence: OpenFence | undefined
  /** Takes a line; `over` when it was the last one, `foreign` when it is none of this block. */
  take(content: LineContent, line: string): 'taken' | 'over' | 'foreign'
  /** Takes more of the line of code that was taken last. */
  goOn(text: string): void
  addBlank(): void
  /** @returns whether blank lines followed its last one */
  end(): boolean
}

/** What a block of code stands behind, and how it is written. */
export interface CodePlace {
  /** What each line begins with. */
  readonly prefix: string
  readonly blankOf: (prefix: string) => string
  readonly dialect: FenceDialect
}

const INDENTED_LENGTH = 3
const MARKDOWN = /^(?:markdown|md|mdx)$/i
const LANGUAGE = /^[\w+#.-]{1,30}/
const INNER_FENCE = /^ {0,3}`{3,}[^`\s]/

export function beginFence(fence: OpenFence, info: string, place: CodePlace, writer: BlockWriter): CodeBlock {
  const language = LANGUAGE.exec(info)?.[0] ?? ''
  // Models put fences into Markdown of the same length.
  const isMarkdown = fence.length === 3 && MARKDOWN.test(language)
  const mark = place.dialect.mark(fence.length, isMarkdown)
  const lines = createCodeLines(mark, place, writer)
  let depth = 0
  writer.emit(mark + place.dialect.language(language))
  return {
    fence,
    take(content, line) {
      if (content.kind === 'code') {
        lines.add(content.text)
        if (isMarkdown && INNER_FENCE.test(content.text)) depth += 1
        return 'taken'
      }
      if (depth === 0) return 'over'
      depth -= 1
      lines.add(line.trim())
      return 'taken'
    },
    goOn: lines.goOn,
    addBlank() {},
    end() {
      lines.end()
      return false
    },
  }
}

export function beginIndentedCode(first: string, place: CodePlace, writer: BlockWriter): CodeBlock {
  const mark = place.dialect.mark(INDENTED_LENGTH, false)
  const lines = createCodeLines(mark, place, writer)
  let blanks = 0
  writer.emit(mark)
  lines.add(first)
  return {
    fence: undefined,
    take(content) {
      if (content.kind !== 'indented') return 'foreign'
      for (; blanks > 0; blanks -= 1) lines.add('')
      lines.add(content.text)
      return 'taken'
    },
    goOn: lines.goOn,
    addBlank() {
      blanks += 1
    },
    end() {
      lines.end()
      return blanks > 0
    },
  }
}

/** Writes the lines between two fences. */
function createCodeLines(mark: string, { prefix, blankOf, dialect }: CodePlace, { emit }: BlockWriter) {
  const guard: FenceGuard = dialect.createGuard(mark)
  let isEmpty = true
  return {
    add(text: string) {
      emit(text === '' ? `\n${blankOf(prefix)}` : `\n${prefix}${guard.startLine(text)}`)
      isEmpty &&= text.trim() === ''
    },
    goOn(text: string) {
      emit(guard.goOn(text))
      isEmpty &&= text.trim() === ''
    },
    end() {
      if (isEmpty && dialect.filler !== '') emit(`\n${prefix}${dialect.filler}`)
      emit(`\n${prefix}${mark}`)
    },
  }
}
