import { type APIMessageTopLevelComponent, ComponentType } from 'discord.js'
import type { LaidOutBody } from './message-body.ts'
import { MOST_CONTENT, plainBody } from './plain-body.ts'

/** Of all texts together (https://discord.com/developers/docs/components/reference), some left for what is miscounted. */
const MOST_LAID_OUT = 3_900
/** Of a container, whose limit was this once; all together may be 40. */
const MOST_PARTS = 10
const ACCENT = 0x5b8def

export interface LayoutParts {
  readonly components?: readonly APIMessageTopLevelComponent[]
  /** Writes the parts in so many characters together, or in as few as it can. */
  readonly write: (most: number) => readonly string[]
}

/** Texts below one another in a frame, and the same as plain text where Discord shows no frames. */
export function layOutTexts({ write, components = [] }: LayoutParts): LaidOutBody {
  const texts = keepFitting(write(MOST_LAID_OUT), MOST_LAID_OUT, 0)
  const container = {
    type: ComponentType.Container as const,
    accent_color: ACCENT,
    components: texts.map((content) => ({ type: ComponentType.TextDisplay as const, content })),
  }
  const plain = plainBody(keepFitting(write(MOST_CONTENT), MOST_CONTENT, 1).join('\n'), components)
  return { kind: 'laid-out', components: [container, ...components], plain }
}

/** As many parts as there is room for, whatever comes. */
function keepFitting(texts: readonly string[], most: number, gap: number): readonly string[] {
  let room = most
  const fitting: string[] = []
  for (const text of texts.filter((each) => each.trim() !== '').slice(0, MOST_PARTS)) {
    room -= text.length + gap
    if (room < 0) break
    fitting.push(text)
  }
  return fitting
}
