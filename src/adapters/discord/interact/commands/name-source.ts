import type { Source } from '../../../../domain/document.ts'
import { nameLocation } from '../../../common/chat/name-location.ts'
import type { DiscordDirectory } from '../../directory/directory.ts'

/** What a source is called, for people. @returns nothing for the handbook, whose place on the disk says nothing */
export function nameSource(
  { kind, location }: Pick<Source, 'kind' | 'location'>,
  directory: Pick<DiscordDirectory, 'peekChannel'>,
): string {
  switch (kind) {
    case 'handbook':
      return ''
    case 'channel':
      return directory.peekChannel(location)?.name ?? location
    case 'url':
    case 'file':
    case 'folder':
      return nameLocation(location)
  }
}
