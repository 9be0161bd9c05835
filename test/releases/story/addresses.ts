/** Every address the pages lead to: bookmarks and links in mails that later releases must answer as well. */
import type { Person } from '../support'

const FROM = ['/marketplaces', '/account']
/** Of pages below an entry, a customer or a rule, and of filtered lists, one stands for all. */
const OF_A_KIND = 1
const NOT_PAGES = /^\/(assets\/|\/)/

export async function addressesSeen(person: Person): Promise<string[]> {
  const known = new Set(FROM)
  const kinds = new Map<string, number>()
  const answered: string[] = []
  for (const address of known) {
    const { status, text } = await person.get(address)
    // An entry goes on leading to its rule when that was deleted.
    if (status < 400) {
      answered.push(address)
    }
    for (const found of linksIn(text)) {
      if (known.has(found)) {
        continue
      }
      const kind = kindOf(found)
      const already = kinds.get(kind) ?? 0
      kinds.set(kind, already + 1)
      if (!isOneOfMany(found) || already < OF_A_KIND) {
        known.add(found)
      }
    }
  }
  return answered.sort()
}

function linksIn(text: string): string[] {
  const links = [...text.matchAll(/href="(\/[^"#]*)/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'))
  return links.filter((link) => !NOT_PAGES.test(link))
}

/** `/m/:/logs/:` is an entry, and each of those counts; what lies below, or is asked with a query, is one of many. */
function isOneOfMany(address: string): boolean {
  return address.includes('?') || address.split('/').length > 5
}

function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address, 'https://enrollwire.test')
  const path = pathname.split('/').map((part, place) => (place === 2 || place === 4 ? ':' : part))
  return [path.join('/'), ...searchParams.keys()].join(' ')
}
