/** Reports become facts: placeholders are no ids, an event counts once, and nothing happens after it arrives. */
import { compareFacts } from './event-order'
import type { Fact, Report } from './terms'

const PLACEHOLDERS = new Set([
  ...['', '0', 'null', 'none', 'nil', 'n/a', 'na', 'nan', 'undefined', 'false', 'unknown', '[object object]', '-'],
])

/** "No id is better than a wrong id" (section 5). */
export function realId(id: string | null): string | null {
  const text = (id ?? '').trim()
  return PLACEHOLDERS.has(text.toLowerCase()) || text.includes('{{') ? null : text
}

/** In the order of happening. Of copies under one id the first to arrive counts. */
export function factsOf(reports: Report[]): Fact[] {
  const first = new Map<string, Report>()
  for (const report of reports) {
    const key = `${report.marketplace} ${report.id}`
    const known = first.get(key)
    if (known === undefined || report.arrived < known.arrived) {
      first.set(key, report)
    }
  }
  return [...first.values()].flatMap(toFacts).sort(compareFacts)
}

function toFacts(report: Report): Fact[] {
  const { type, arrived } = report
  const at = report.dialect === 'triggers' ? arrived : Math.min(report.happened, arrived)
  const ids = {
    order: realId(report.order),
    subscription: realId(report.subscription),
    payment: realId(report.payment),
  }
  const email = report.email.trim().toLowerCase()
  return [...new Set(report.products)].map((product) => ({
    key: `${report.id}/${product}`,
    report,
    product,
    type,
    at,
    arrived,
    email,
    ids,
  }))
}
