import ipaddr from 'ipaddr.js'
import { KikuError } from '../../domain/errors.ts'

/** `public`: anyone's internet. `admitted`: listed by the operator. `refused`: everything else. */
type AddressVerdict = 'public' | 'admitted' | 'refused'

export interface AddressPolicy {
  /** Judges an IP address; a text that is none is refused. */
  judge(address: string): AddressVerdict
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

// Credentials of the machine itself are served here. One of them is in a public range.
const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
]

/**
 * Decides which addresses may be connected to.
 * @param admitted addresses (`127.0.0.1`) and ranges (`10.0.0.0/8`) that are let through although they are not
 * public. Addresses of cloud metadata services are let through only where they are listed one by one.
 * @throws KikuError `config-invalid` for an entry that is neither
 */
export function createAddressPolicy(admitted: readonly string[]): AddressPolicy {
  const ranges = admitted.map(parseRange)
  const isListed = (address: Address) => ranges.some((range) => matches(address, range))
  const isListedAlone = (address: Address) =>
    ranges.some((range) => range[1] === bitsOf(address) && matches(address, range))

  return {
    judge(text) {
      const address = parseAddress(text)
      if (address === undefined) return 'refused'
      if (METADATA.includes(address.toString())) return isListedAlone(address) ? 'admitted' : 'refused'
      if (isListed(address)) return 'admitted'
      return isGloballyRoutable(address) ? 'public' : 'refused'
    },
  }
}

function parseRange(entry: string): [Address, number] {
  try {
    if (entry.includes('/')) return ipaddr.parseCIDR(entry)
    const address = ipaddr.process(entry)
    return [address, bitsOf(address)]
  } catch (cause) {
    throw new KikuError('config-invalid', `"${entry}" in ingest.allowPrivateAddresses is not an address.`, {
      remedy: 'Write an address such as 127.0.0.1 or a range such as 10.0.0.0/8.',
      cause,
    })
  }
}

/** IPv4 written inside IPv6 (`::ffff:10.0.0.1`) is judged as the IPv4 that it reaches. */
function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined
}

function matches(address: Address, [network, bits]: [Address, number]): boolean {
  return address.kind() === network.kind() && address.match(network, bits)
}

function bitsOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128
}

// Only 2000::/3 has been given out; the library calls unassigned blocks unicast too. Tunnels that carry an IPv4
// address inside (6to4, Teredo, NAT64) have range names of their own and so do not pass.
function isGloballyRoutable(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || ((address.parts[0] ?? 0) & 0xe000) === 0x2000
}
