// What programs put beside documents: packages, caches, unpacked archives.
const FOLDERS = new Set(['node_modules', 'bower_components', '__pycache__', '__MACOSX', 'site-packages', 'venv'])
const FILES = new Set(['thumbs.db', 'desktop.ini'])
// What editors, office programs and browsers leave while they work.
const LEFTOVER = /^~\$|^#.*#$|~$|\.(swp|swo|tmp|temp|part|partial|crdownload|lock)$/i

/** Whether a file or folder is passed over because of its name: hidden, a cache, or a leftover of a program. */
export function isIgnoredName(name: string): boolean {
  return name.startsWith('.') || FOLDERS.has(name) || FILES.has(name.toLowerCase()) || LEFTOVER.test(name)
}
