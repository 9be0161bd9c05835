/** An IPv4 address, or the /64 that an IPv6 customer owns. */

const HEXTETS = 8
const HEXTETS_OF_A_CUSTOMER = 4

/** `2001:db8::1` → `2001:db8:0:0`; anything else is returned unchanged. */
export function toNetwork(address: string): string {
  if (!address.includes(':')) {
    return address
  }
  const [before = '', after] = address.toLowerCase().split('::')
  const head = hextets(before)
  const tail = hextets(after ?? '')
  const gap = after === undefined ? 0 : Math.max(0, HEXTETS - head.length - tail.length)
  const all = [...head, ...Array.from({ length: gap }, () => '0'), ...tail]
  return all.slice(0, HEXTETS_OF_A_CUSTOMER).join(':')
}

function hextets(part: string): string[] {
  return part === '' ? [] : part.split(':').map((hextet) => hextet.replace(/^0+(?=.)/, ''))
}
