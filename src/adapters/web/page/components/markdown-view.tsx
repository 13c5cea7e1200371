import { useMemo, useState } from 'preact/hooks'
import type { Block, Cell, Inline, ListItem } from '../markdown/nodes.ts'
import type { ParsedBlock } from '../markdown/parse-markdown.ts'
import { useWords } from '../text/current-words.ts'
import { memo } from './memo.ts'

export interface MarkdownRules {
  /** Draws the marker of a citation; undefined leaves it as it is written. */
  readonly cite: ((number: number) => preact.VNode | undefined) | undefined
  /** Whether addresses can be followed. While an answer is being checked they cannot. */
  readonly hasLinks: boolean
}

interface MarkdownViewProps extends MarkdownRules {
  readonly blocks: readonly ParsedBlock[]
}

/** Markdown as elements. Everything that was read ends up in text nodes; nothing becomes HTML. */
export function MarkdownView({ blocks, cite, hasLinks }: MarkdownViewProps) {
  const rules = useMemo(() => ({ cite, hasLinks }), [cite, hasLinks])
  return (
    <div class="prose">
      {blocks.map(({ raw, block }, index) => (
        <BlockView key={index} raw={raw} block={block} rules={rules} />
      ))}
    </div>
  )
}

interface BlockProps {
  readonly raw: string
  readonly block: Block
  readonly rules: MarkdownRules
}

const BlockView = memo(
  ({ block, rules }: BlockProps) => drawBlock(block, rules, 0),
  (before, after) => before.raw === after.raw && before.rules === after.rules,
)

function drawBlock(block: Block, rules: MarkdownRules, key: number): preact.VNode {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{drawInlines(block.inlines, rules)}</p>
    case 'heading': {
      // The question is the heading of level 2 that an answer belongs to.
      const Tag = `h${Math.min(6, block.depth + 2)}` as 'h3'
      return <Tag key={key}>{drawInlines(block.inlines, rules)}</Tag>
    }
    case 'code':
      return <CodeBlock key={key} language={block.language} text={block.text} />
    case 'quote':
      return <blockquote key={key}>{block.blocks.map((inner, index) => drawBlock(inner, rules, index))}</blockquote>
    case 'list': {
      const items = block.items.map((item, index) => drawItem(item, rules, index))
      return block.start === undefined ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      )
    }
    case 'table':
      return (
        <div key={key} class="table-frame">
          <table>
            <thead>
              <tr>{block.header.map((cell, index) => drawCell(cell, rules, index, 'th'))}</tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                <tr key={index}>{row.map((cell, column) => drawCell(cell, rules, column, 'td'))}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )
    case 'rule':
      return <hr key={key} />
  }
}

function drawItem({ blocks, isDone }: ListItem, rules: MarkdownRules, key: number) {
  const [only] = blocks
  const isPlain = blocks.length === 1 && only?.kind === 'paragraph'
  return (
    <li key={key} class={isDone === undefined ? '' : 'task'}>
      {isDone !== undefined && <span class="task-mark">{isDone ? '☑' : '☐'} </span>}
      {isPlain && only?.kind === 'paragraph'
        ? drawInlines(only.inlines, rules)
        : blocks.map((block, index) => drawBlock(block, rules, index))}
    </li>
  )
}

function drawCell({ align, inlines }: Cell, rules: MarkdownRules, key: number, Tag: 'td' | 'th') {
  return (
    <Tag key={key} class={align ?? ''} {...(Tag === 'th' ? { scope: 'col' } : {})}>
      {drawInlines(inlines, rules)}
    </Tag>
  )
}

function drawInlines(inlines: readonly Inline[], rules: MarkdownRules): preact.ComponentChildren {
  return inlines.map((inline, index) => {
    const before = inlines[index - 1]
    const isAfterMark = before?.kind === 'citation' && inline.kind === 'text' && PUNCTUATION.test(inline.text)
    const isMarkAfterWord = inline.kind === 'citation' && before?.kind === 'text' && !/\s$/.test(before.text)
    const drawn = drawInline(inline, rules, index)
    return isAfterMark || isMarkAfterWord ? [NO_BREAK, drawn] : drawn
  })
}

/** Lines would break on both sides of a mark, as of a picture. It belongs to what it is written against. */
const NO_BREAK = '\u2060'
const PUNCTUATION = /^[.,;:!?)\]。、．，！？）」』]/

function drawInline(inline: Inline, rules: MarkdownRules, key: number): preact.ComponentChildren {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'strong':
      return <strong key={key}>{drawInlines(inline.inlines, rules)}</strong>
    case 'emphasis':
      return <em key={key}>{drawInlines(inline.inlines, rules)}</em>
    case 'struck':
      return <del key={key}>{drawInlines(inline.inlines, rules)}</del>
    case 'code':
      return <code key={key}>{inline.text}</code>
    case 'break':
      return <br key={key} />
    case 'citation':
      return rules.cite?.(inline.number) ?? `[${inline.number}]`
    case 'link':
      return drawLink(inline, rules, key)
  }
}

function drawLink({ address, inlines }: Extract<Inline, { kind: 'link' }>, rules: MarkdownRules, key: number) {
  if (!rules.hasLinks) return <span key={key}>{drawInlines(inlines, rules)}</span>
  return (
    <a key={key} href={address} target="_blank" rel="noopener noreferrer nofollow" title={address}>
      {drawInlines(inlines, rules)}
    </a>
  )
}

function CodeBlock({ language, text }: { readonly language: string; readonly text: string }) {
  const { ask } = useWords()
  const [isCopied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div class="code-block">
      <div class="code-head">
        <span>{language.slice(0, 24)}</span>
        <button type="button" class="link-button" onClick={copy}>
          {isCopied ? ask.copied : ask.copyCode}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard too. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  )
}
