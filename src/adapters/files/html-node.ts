/** The little of the DOM that the parsers walk. The library types itself by the browser's DOM, which is not loaded. */
export interface HtmlNode {
  /** 1 for elements, 3 for text. */
  readonly nodeType: number
  /** Upper case in HTML. */
  readonly nodeName: string
  readonly textContent: string | null
  readonly firstChild: HtmlNode | null
  readonly nextSibling: HtmlNode | null
  readonly parentNode: HtmlNode | null
}

export interface HtmlElement extends HtmlNode {
  getAttribute(name: string): string | null
  querySelector(selector: string): HtmlElement | null
  querySelectorAll(selector: string): Iterable<HtmlElement>
  remove(): void
}

export interface HtmlDocument {
  readonly documentElement: HtmlElement | null
  readonly body: HtmlElement
  querySelector(selector: string): HtmlElement | null
  querySelectorAll(selector: string): Iterable<HtmlElement>
  cloneNode(deep: boolean): HtmlDocument
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return node.nodeType === 1
}

/** Children by sibling links, since `childNodes` builds an array each time. */
export function* childrenOf(node: HtmlNode): Generator<HtmlNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield child
}
