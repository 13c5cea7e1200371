/**
 * A short name for where something comes from. Of files the last part alone: how the folders of Kiku's machine are called
 * is nobody's business in a chat.
 */
export function nameLocation(location: string): string {
  if (/^https?:\/\//i.test(location) && URL.canParse(location)) {
    const { hostname, pathname } = new URL(location)
    return `${hostname}${decodePath(pathname)}`.replace(/\/+$/, '')
  }
  const parts = location.split(/[\\/]/).filter((part) => part !== '')
  return parts.at(-1) ?? location
}

function decodePath(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
