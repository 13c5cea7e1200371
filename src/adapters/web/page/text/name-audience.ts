import type { Words } from './english.ts'

/** Who may read something, in words. @param own the label of whoever looks */
export function nameAudience(label: string, own: string | undefined, { sources }: Pick<Words, 'sources'>): string {
  if (label === 'public') return sources.publicAudience
  if (label === own) return sources.ownAudience
  return label.startsWith('group:') ? sources.groupAudience(label.slice('group:'.length)) : label
}
