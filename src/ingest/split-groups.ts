import { estimateTokens } from '../domain/language/estimate-tokens.ts'
import { cutBlock, type Piece } from './split-blocks.ts'
import type { Section } from './split-sections.ts'

/** One section, or several tiny neighbours under the heading that they share. */
export interface SectionGroup {
  readonly path: readonly string[]
  readonly pieces: Iterable<Piece>
}

/** Sections below this share of the maximum look for company, up to this share together. */
const TINY = 1 / 6
const TOGETHER = 1 / 2

/** Joins sections too small to be found on their own. Order is kept. */
export function* groupSections(sections: Iterable<Section>, maxTokens: number): Generator<SectionGroup> {
  let members: Section[] = []
  let tokens = 0
  for (const section of sections) {
    const size = measureSection(section, maxTokens)
    const last = members.at(-1)
    const isTiny = size < maxTokens * TINY || tokens < maxTokens * TINY
    if (last !== undefined && isTiny && tokens + size <= maxTokens * TOGETHER && areRelated(last, section)) {
      members.push(section)
      tokens += size
      continue
    }
    if (members.length > 0) yield toGroup(members, maxTokens)
    members = [section]
    tokens = size
  }
  if (members.length > 0) yield toGroup(members, maxTokens)
}

/** Size with heading; anything above the limit is not measured further. */
function measureSection(section: Section, limit: number): number {
  let tokens = estimateTokens(section.path.at(-1) ?? '') + 1
  for (const block of section.blocks) {
    // A token is at most three characters, so a longer text need not be read.
    tokens += block.text.length > limit * 3 ? limit : estimateTokens(block.text) + 1
    if (tokens > limit) break
  }
  return tokens
}

// Siblings, or a heading and what stands below it; never the end of one chapter and the start of the next.
function areRelated(left: Section, right: Section): boolean {
  const shared = countShared(left.path, right.path)
  const isNested = shared === Math.min(left.path.length, right.path.length)
  return isNested || shared >= Math.max(left.path.length, right.path.length) - 1
}

function countShared(left: readonly string[], right: readonly string[]): number {
  let shared = 0
  while (shared < left.length && left[shared] === right[shared]) shared += 1
  return shared
}

function toGroup(members: readonly Section[], maxTokens: number): SectionGroup {
  const [first] = members
  const path = (first?.path ?? []).slice(
    0,
    Math.min(...members.map((member) => countShared(first?.path ?? [], member.path))),
  )
  return { path, pieces: listPieces(members, path.length, maxTokens) }
}

// The headings that members do not share go into the text, above their sections.
function* listPieces(members: readonly Section[], shared: number, maxTokens: number): Generator<Piece> {
  let previous: readonly string[] = []
  for (const { path, blocks } of members) {
    const headings = path.slice(Math.max(shared, countShared(previous, path)))
    previous = path
    const own = path.length > shared ? { path } : {}
    let isUnderHeading = false
    for (const text of headings) {
      for (const piece of cutBlock({ kind: 'paragraph', text, locator: blocks[0]?.locator ?? {} }, maxTokens)) {
        yield { ...piece, ...own }
      }
      isUnderHeading = true
    }
    for (const block of blocks) {
      for (const piece of cutBlock(block, maxTokens)) {
        yield { ...piece, ...own, ...(isUnderHeading ? { glue: '\n' } : {}) }
        isUnderHeading = false
      }
    }
  }
}
