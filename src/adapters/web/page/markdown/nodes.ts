/** Markdown as the page shows it. There is no node for HTML, and none for images: both are text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly depth: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly start: number | undefined; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly header: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'rule' }

export interface ListItem {
  /** Of a task. */
  readonly isDone?: boolean
  readonly blocks: readonly Block[]
}

export interface Cell {
  readonly align: 'left' | 'center' | 'right' | undefined
  readonly inlines: readonly Inline[]
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `address` is http, https or mailto. */
  | { readonly kind: 'link'; readonly address: string; readonly inlines: readonly Inline[] }
  /** A marker such as `[2]`. */
  | { readonly kind: 'citation'; readonly number: number }
  | { readonly kind: 'break' }
