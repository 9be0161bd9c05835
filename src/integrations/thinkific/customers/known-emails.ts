/** The emails a marketplace reported, for a list of its customers. */
import type { EmailPage } from '../../customer-access'
import { emailFor } from '../ledger/reported-emails'
import type { Site } from '../site/site'

/** Of a slice of all customers: a few milliseconds. @param after '' for the first */
export async function listEmails(site: Site, marketplace: string, after: string): Promise<EmailPage> {
  await site.standing.renew(marketplace)
  const { accounts, next } = site.storage.slice(JSON.stringify(marketplace), after)
  const emails = accounts.flatMap(({ customer }) => {
    const isOurs = customer.history.some((event) => event.marketplace === marketplace)
    return (isOurs ? emailFor(customer, marketplace) : null) ?? []
  })
  return { emails, next }
}
