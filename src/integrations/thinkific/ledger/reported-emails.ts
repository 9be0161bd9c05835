/** Which of a customer's emails a marketplace may see: those it reported itself, until it erases them. */
import type { Customer } from './customer'

export function isErasedBy({ erasedBy = [] }: Pick<Customer, 'erasedBy'>, marketplace: string): boolean {
  return erasedBy.includes(marketplace)
}

/** Thinkific's own where the marketplace reported that, else its newest; null once erased. */
export function emailFor(customer: Customer, marketplace: string): string | null {
  if (isErasedBy(customer, marketplace)) {
    return null
  }
  const { email, emails } = customer
  const reported = emails?.[marketplace] ?? []
  return emails === undefined || (email !== null && reported.includes(email)) ? email : (reported.at(-1) ?? null)
}

export function isReportedBy({ emails }: Customer, marketplace: string, email: string): boolean {
  return emails === undefined || (emails[marketplace] ?? []).includes(email)
}

/** The newest is the last. A customer with one email needs no list. */
export function withReported(customer: Customer, marketplace: string, email: string): Customer {
  const { emails } = customer
  const known = emails?.[marketplace] ?? []
  if (emails === undefined || email === '' || isErasedBy(customer, marketplace) || known.at(-1) === email) {
    return customer
  }
  return { ...customer, emails: { ...emails, [marketplace]: [...known.filter((one) => one !== email), email] } }
}

export function mergeEmails(from: Customer, to: Customer): Record<string, string[]> {
  const marketplaces = new Set([...to.history, ...from.history].map(({ marketplace }) => marketplace))
  return Object.fromEntries(
    [...marketplaces].map((one) => [one, [...new Set([...listReported(to, one), ...listReported(from, one)])]]),
  )
}

/** Also removes an email that no other marketplace reported. */
export function withoutReported(customer: Customer, marketplace: string): Customer {
  const { emails, ...rest } = customer
  if (emails === undefined) {
    return customer
  }
  const { [marketplace]: _, ...others } = emails
  const left = Object.values(others).flat()
  const email = rest.email !== null && left.includes(rest.email) ? rest.email : (left.at(-1) ?? null)
  return { ...rest, email, emails: others }
}

function listReported(customer: Customer, marketplace: string): string[] {
  const { emails, history } = customer
  if (emails !== undefined) {
    return emails[marketplace] ?? []
  }
  const own = history.some((event) => event.marketplace === marketplace) ? emailFor(customer, marketplace) : null
  return own === null ? [] : [own]
}
