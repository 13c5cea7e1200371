import { type AudienceLabel, isAudienceLabel } from '../domain/audience.ts'
import { KikuError } from '../domain/errors.ts'

/** Labels from the command line, each checked; commas separate too. @throws KikuError `misuse` */
export function parseAudiences(texts: readonly string[]): AudienceLabel[] {
  return texts
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(parseAudience)
}

/** One label. @throws KikuError `misuse` */
export function parseAudience(text: string): AudienceLabel {
  if (isAudienceLabel(text)) return text
  throw new KikuError('misuse', `"${text}" is not an audience.`, {
    remedy: 'Use public, group:<name>, person:<name>:<id>, slack:<team>[:<channel>] or discord:<server>[:<channel>].',
  })
}
