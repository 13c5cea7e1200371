import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { BlockWriter } from './block-writer.ts'
import type { LineContent, OpenFence } from './markdown-line.ts'

/** A block of code that is being written, fenced whether the source has it fenced or indented. */
export interface CodeBlock {
  /** Undefined for indented code. */
  readonly fence: OpenFence | undefined
  /** Takes a line; `isOver` when it was the last one, `isForeign` when it is none of this block. */
  take(content: LineContent, line: string): 'taken' | 'over' | 'foreign'
  addBlank(): void
  /** @returns whether blank lines followed its last one */
  end(): boolean
}

const INDENTED_MARK = '```'
const MARKDOWN = /^(?:markdown|md|mdx)$/i
const LANGUAGE = /^[\w+#.-]{1,30}/
const INNER_FENCE = /^ {0,3}`{3,}[^`\s]/

/** @param prefix what each line stands behind */
export function beginFence(fence: OpenFence, info: string, prefix: string, { emit }: BlockWriter): CodeBlock {
  const language = LANGUAGE.exec(info)?.[0] ?? ''
  const isMarkdown = fence.length === 3 && MARKDOWN.test(language)
  // Models put fences into Markdown of the same length. With one mark more outside, both stand.
  const mark = '`'.repeat(isMarkdown ? 4 : fence.length)
  let depth = 0
  emit(mark + language)
  return {
    fence,
    take(content, line) {
      if (content.kind === 'code') {
        emit(content.text === '' ? `\n${prefix.trimEnd()}` : `\n${prefix}${guardCode(content.text, mark)}`)
        if (isMarkdown && INNER_FENCE.test(content.text)) depth += 1
        return 'taken'
      }
      if (depth === 0) return 'over'
      depth -= 1
      emit(`\n${prefix}${line.trim()}`)
      return 'taken'
    },
    addBlank() {},
    end() {
      emit(`\n${prefix}${mark}`)
      return false
    },
  }
}

export function beginIndentedCode(first: string, prefix: string, { emit }: BlockWriter): CodeBlock {
  let blanks = 0
  const write = (text: string) => emit(`\n${prefix}${guardCode(text, INDENTED_MARK)}`)
  emit(INDENTED_MARK)
  write(first)
  return {
    fence: undefined,
    take(content) {
      if (content.kind !== 'indented') return 'foreign'
      for (; blanks > 0; blanks -= 1) emit(`\n${prefix.trimEnd()}`)
      write(content.text)
      return 'taken'
    },
    addBlank() {
      blanks += 1
    },
    end() {
      emit(`\n${prefix}${INDENTED_MARK}`)
      return blanks > 0
    },
  }
}

/** Keeps a line of code from ending its fence. */
function guardCode(text: string, mark: string): string {
  return /^ {0,3}`+ *$/.test(text) && text.trim().length >= mark.length ? ZERO_WIDTH_SPACE + text : text
}
