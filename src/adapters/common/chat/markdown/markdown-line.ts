/** A quote or a list item that lines stand in. Columns are counted within the container around it. */
export type Container = { readonly kind: 'quote' } | Item

export interface Item {
  readonly kind: 'item'
  /** Spaces before the marker, and up to the text behind it. */
  readonly indent: number
  readonly contentIndent: number
  /** Undefined for bullets. */
  readonly number?: number
}

/** What is open at the end of the line before. */
export interface LineContext {
  readonly containers: readonly Container[]
  readonly leaf: 'none' | 'paragraph' | 'table-head' | 'table' | OpenFence
  /** Whether lines that follow may change what a line is: a heading underlined, a table without leading pipes. */
  readonly isWhole: boolean
}

export interface OpenFence {
  readonly character: string
  readonly length: number
  readonly indent: number
}

export interface LineReading {
  /** How many of the open containers go on. */
  readonly matched: number
  readonly opened: readonly Container[]
  readonly content: LineContent
}

export type LineContent =
  | { readonly kind: 'blank' | 'break' }
  | { readonly kind: 'text' | 'code' | 'row' | 'delimiter' | 'indented'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'underline'; readonly level: number }
  | { readonly kind: 'fence'; readonly fence: OpenFence; readonly info: string }
  | { readonly kind: 'fence-end' }
