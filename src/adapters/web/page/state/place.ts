/** What is shown, as the address bar names it. */
export type Place =
  | { readonly view: 'ask'; readonly threadId?: string }
  | { readonly view: 'sources' }
  | { readonly view: 'insight' }
  | { readonly view: 'missing' }

export function parsePlace(path: string): Place {
  const parts = path.split('/').filter((part) => part !== '')
  const [first, second] = parts
  if (parts.length === 0) return { view: 'ask' }
  if (parts.length === 1 && first === 'sources') return { view: 'sources' }
  if (parts.length === 1 && first === 'insight') return { view: 'insight' }
  if (parts.length === 2 && first === 'threads' && second !== undefined) return parseThread(second)
  return { view: 'missing' }
}

export function pathOf(place: Place): string {
  switch (place.view) {
    case 'ask':
      // Colons may stand in a path as they are, and read better so.
      return place.threadId === undefined
        ? '/'
        : `/threads/${encodeURIComponent(place.threadId).replaceAll('%3A', ':')}`
    case 'sources':
      return '/sources'
    case 'insight':
      return '/insight'
    case 'missing':
      return '/'
  }
}

function parseThread(part: string): Place {
  try {
    return { view: 'ask', threadId: decodeURIComponent(part) }
  } catch {
    return { view: 'missing' }
  }
}
