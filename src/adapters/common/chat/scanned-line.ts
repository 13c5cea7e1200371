import type { Spans } from './find-spans.ts'

/** A line of Markdown, and what a cut before it would mean. */
export interface ScannedLine {
  /** Places of its first character and of its line break. */
  readonly start: number
  readonly end: number
  /** How well a piece that begins with it reads: 0 not at all, 6 best. */
  readonly worth: number
  /** Quote markers before its text, and the spaces behind them. */
  readonly quote: string
  readonly indent: number
  /** The fence that it stands in. */
  readonly fence: ScannedFence | undefined
  /** Head of the pipe table that it is a row of, line break included. */
  readonly head: string | undefined
  /** Of an item in an ordered list: its marker as written, and its number as it counts. */
  readonly item: { readonly marker: string; readonly number: number } | undefined
}

export interface ScannedFence {
  readonly quote: string
  readonly indent: number
  readonly mark: string
  readonly language: string
  /** The lines that head a table which is written as code, line breaks included; else empty. */
  readonly head: string
}

export interface ScannedText {
  readonly lines: readonly ScannedLine[]
  readonly spans: Spans
}

export const WORTH = {
  none: 0,
  afterHeading: 1,
  line: 2,
  row: 3,
  nested: 3,
  codeBlock: 3,
  item: 4,
  block: 5,
  heading: 6,
} as const
