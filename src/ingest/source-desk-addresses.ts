import { KikuError } from '../domain/errors.ts'
import { normaliseAddress } from './propose-sources.ts'

const MOST_ADDRESSES = 50
const MOST_CHARACTERS = 2_000

/**
 * Web addresses as somebody sent them, each once in one spelling. Nothing else passes: a path or a `file:` address would
 * read files of this machine. Where an address leads is checked when it is fetched.
 * @throws KikuError `misuse`, `url-refused`
 */
export function checkAddresses(addresses: readonly string[]): readonly [string, ...string[]] {
  if (addresses.length > MOST_ADDRESSES) throw misuse(`At most ${MOST_ADDRESSES} addresses can be added at a time.`)
  const [first, ...others] = new Set(addresses.map(checkAddress))
  if (first === undefined) throw misuse('No address was given.')
  return [first, ...others]
}

function checkAddress(typed: string): string {
  const address = typed.length > MOST_CHARACTERS ? undefined : normaliseAddress(typed)
  if (address === undefined) throw misuse('This is not a web address.')
  const { protocol, username, password } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new KikuError('url-refused', 'Only addresses that begin with https:// or http:// are read.')
  }
  // It would be stored, and shown beside answers.
  if (username !== '' || password !== '') {
    throw new KikuError('url-refused', 'An address with a password in it is not read.', {
      remedy: 'Leave user name and password out.',
    })
  }
  return address
}

function misuse(message: string): KikuError {
  return new KikuError('misuse', message, {
    remedy: 'Check the address; it should look like https://example.com/page.',
  })
}
