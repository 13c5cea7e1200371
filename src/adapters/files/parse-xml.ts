import { decodeText } from './decode-text.ts'
import { childrenOf, type HtmlElement, type HtmlNode, isElement } from './html-node.ts'
import type { ZipArchive } from './read-zip.ts'

/** The root of an XML part; undefined when the archive has no such part. Entities and DTDs are never resolved. */
export async function readXmlPart(archive: ZipArchive, name: string): Promise<HtmlElement | undefined> {
  const bytes = archive.read(name)
  if (bytes === undefined) return undefined
  const { DOMParser } = await import('linkedom')
  const xml = decodeText(bytes).text.replace(/<!DOCTYPE[^>[]*(?:\[.*?\]\s*)?>/s, '')
  return new DOMParser().parseFromString(xml, 'text/xml').documentElement ?? undefined
}

/** Elements of a name below a node, in document order, without looking inside those found. */
export function findElements(root: HtmlNode, name: string): HtmlElement[] {
  const found: HtmlElement[] = []
  const stack: HtmlNode[] = [...childrenOf(root)].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!isElement(node)) continue
    if (node.nodeName === name) found.push(node)
    else stack.push(...[...childrenOf(node)].reverse())
  }
  return found
}

/** The first element of a name below a node. */
export function findElement(root: HtmlNode, name: string): HtmlElement | undefined {
  return findElements(root, name)[0]
}

/** The title in the properties that office programs keep beside a document. */
export async function readCoreTitle(archive: ZipArchive): Promise<string | undefined> {
  const properties = await readXmlPart(archive, 'docProps/core.xml')
  const title = properties === undefined ? '' : (findElement(properties, 'dc:title')?.textContent ?? '')
  const flat = title.replace(/\s+/g, ' ').trim()
  // What programs write when nobody chose a title.
  return flat === '' ||
    /^(?:powerpoint|スライド|プレゼンテーション|presentation|untitled|無題|document|文書)\b.{0,20}$/i.test(flat)
    ? undefined
    : flat
}
