import { createRequire } from 'node:module'

interface ParsedRobots {
  isAllowed(url: string, agent: string): boolean | undefined
}

// The package's type file describes an ES module, which it is not.
const robotsParser: (url: string, text: string) => ParsedRobots = createRequire(import.meta.url)('robots-parser')

/** RFC 9309 asks for at least 500 KiB. */
const MOST_CHARACTERS = 512 * 1_024
// The work of matching grows with pattern length times path length, and both are a stranger's. This is about 30 ms.
const MOST_WORK = 10_000_000

/**
 * Turns robots.txt into a predicate. Only the groups that concern the agent reach the parser, since thousands of
 * other agents in one group would multiply its rules.
 */
export function parseRobots(text: string, origin: string, agent: string): (url: URL) => boolean {
  const rules = selectGroups(text.slice(0, MOST_CHARACTERS), agent.toLowerCase())
  const wildcards = rules.filter((rule) => rule.includes('*')).reduce((sum, rule) => sum + rule.length, 0)
  const robots = robotsParser(`${origin}/robots.txt`, rules.join('\n'))
  return (url) => {
    if (wildcards * (url.pathname.length + url.search.length) > MOST_WORK) return false
    return robots.isAllowed(url.href, agent) ?? true
  }
}

function selectGroups(text: string, agent: string): string[] {
  const kept: string[] = []
  let isNaming = false
  let isOurs = false
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, field, value] = /^\s*([a-z-]{1,40})\s*:([^#]*)/i.exec(line) ?? []
    if (field === undefined || value === undefined) continue
    switch (field.toLowerCase()) {
      case 'user-agent': {
        const name = value.trim().toLowerCase().split('/')[0]
        const concerns = name === agent || name === '*'
        isOurs = concerns || (isNaming && isOurs)
        isNaming = true
        if (concerns) kept.push(`User-agent: ${name}`)
        break
      }
      case 'allow':
      case 'disallow':
        isNaming = false
        if (isOurs) kept.push(`${field}:${value}`)
        break
      default:
        // Sitemaps, delays and what else there may be say nothing about permission.
        isNaming = false
    }
  }
  return kept
}
