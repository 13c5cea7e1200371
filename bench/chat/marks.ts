/** Marks that one answer carries, evenly spread; the last one is its last word. */
export const MARKS = 10

/** More than an answer's marks, so that number and part fit into one figure. */
const PARTS = 16
const DIGITS = 4

export interface Mark {
  /** Number of the question. */
  readonly question: number
  /** 0 in the question itself, 1 to `MARKS` in its answer. */
  readonly part: number
}

/** A word that stands nowhere else, so that it can be told when it was written and when it was seen. */
export function writeMark({ question, part }: Mark): string {
  return `xq${(question * PARTS + part).toString(36).padStart(DIGITS, '0')}`
}

/** The marks of a text, in order. */
export function findMarks(text: string): readonly Mark[] {
  return [...text.matchAll(/xq([0-9a-z]{4})/g)].map(([, digits = '']) => {
    const figure = Number.parseInt(digits, 36)
    return { question: Math.floor(figure / PARTS), part: figure % PARTS }
  })
}
