import { ZERO_WIDTH_SPACE } from '../../../common/chat/characters.ts'
import type { FenceGuard } from '../../../common/chat/markdown/dialect.ts'

/** Keeps backticks in code from ending its block: no three of them stand together. */
export function createFenceGuard(): FenceGuard {
  let ticks = 0
  const goOn = (text: string): string => {
    let guarded = ''
    for (const character of text) {
      if (character !== '`') ticks = 0
      else if (ticks === 2) {
        guarded += ZERO_WIDTH_SPACE
        ticks = 1
      } else ticks += 1
      guarded += character
    }
    return guarded
  }
  return {
    startLine(text) {
      ticks = 0
      return goOn(text)
    },
    goOn,
  }
}
