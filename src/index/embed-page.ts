import { toKikuError } from '../domain/errors.ts'
import type { Embedder, EmbeddingPurpose } from '../ports/embedder.ts'
import type { ItemKey } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'

interface PageParts {
  readonly embedder: Embedder
  readonly telemetry: Telemetry
}

interface KeyVector {
  readonly key: ItemKey
  readonly vector: Float32Array
}

/** An item and the text that it is found by. */
export interface KeyText {
  readonly key: ItemKey
  readonly text: string
}

/**
 * Embeds a page of items. Where the embedder refuses the page for good, its halves are tried, and theirs, so that one text
 * that it cannot take does not keep the vectors of all others from being made. What is refused stays without a vector and
 * is tried again at the next start.
 * @throws whatever may pass, such as an embedder that is not reached; the refusal where it takes none of them
 */
export async function embedPage(
  page: readonly KeyText[],
  purpose: EmbeddingPurpose,
  parts: PageParts,
  signal: AbortSignal,
): Promise<readonly KeyVector[]> {
  try {
    return await embedAll(page, purpose, parts.embedder, signal)
  } catch (thrown) {
    if (!isRefusal(thrown, signal)) throw thrown
    const rows = await embedHalves(page, purpose, parts, signal)
    if (rows.length === 0) throw thrown
    return rows
  }
}

async function embedHalves(
  page: readonly KeyText[],
  purpose: EmbeddingPurpose,
  parts: PageParts,
  signal: AbortSignal,
): Promise<readonly KeyVector[]> {
  if (page.length < 2) {
    for (const { key } of page) parts.telemetry.warn('item-not-embedded', { key })
    return []
  }
  const rows: KeyVector[] = []
  const middle = page.length >> 1
  for (const half of [page.slice(0, middle), page.slice(middle)]) {
    try {
      rows.push(...(await embedAll(half, purpose, parts.embedder, signal)))
    } catch (thrown) {
      if (!isRefusal(thrown, signal)) throw thrown
      rows.push(...(await embedHalves(half, purpose, parts, signal)))
    }
  }
  return rows
}

async function embedAll(
  page: readonly KeyText[],
  purpose: EmbeddingPurpose,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<readonly KeyVector[]> {
  const texts = page.map(({ text }) => text)
  const vectors = await embedder.embed(texts, purpose, signal)
  return page.map(({ key }, at) => ({ key, vector: vectors[at]! }))
}

function isRefusal(thrown: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return false
  const { code, retryable } = toKikuError(thrown)
  return code === 'embedder-failed' && !retryable
}
