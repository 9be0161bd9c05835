/** What people do to customers: enroll and end access by hand, export, erase. Each may run again after a crash. */
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import { randomId, SHORT_ID } from '../../accounts/ids'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { CustomerExport as SiteExport } from '../../integrations/thinkific/customers/erasure'
import type { Rule, Target } from '../../model/rule'
import type { CustomerExport, ManualAction } from '../queries'
import { listKnownSites } from './known-sites'

/** Endings of one click: each is an event of its own in the journal. */
export const MOST_ENDINGS = 200

/** Enrolls a customer, or ends their access, under the author's name; the same id again is the same act. */
export async function actByHand(
  env: Pick<Env, 'JOURNAL'>,
  author: Author,
  act: Omit<ManualAction, 'person'>,
): Promise<{ ok: true; entry: string }> {
  const journal = env.JOURNAL.getByName(author.marketplace)
  const entry = await journal.act(author.marketplace, { ...act, person: displayName(author.person) })
  return { ok: true, entry }
}

/** Ends the access of everyone who holds a target of the rule's site, at most 200 of them. @param id of the form */
export async function endHolders(
  env: Env,
  author: Author,
  { id, rule, target }: { id: string; rule: Rule; target: Target },
): Promise<{ ok: true; who: string }> {
  const { marketplace } = author
  const journal = env.JOURNAL.getByName(marketplace)
  const ledger = KINDS.findTarget(target.kind)?.kind.ledger?.(env, rule.site)
  const action = KINDS.actionFor(target.kind, 'ends')
  const holders = action === null ? [] : ((await ledger?.holding(marketplace, target, MOST_ENDINGS)) ?? [])
  for (const { email, ...purchase } of holders) {
    await journal.act(marketplace, {
      ...purchase,
      id: await actId(id, email),
      person: displayName(author.person),
      customer: { email, firstName: null, lastName: null, id: null },
      action: action?.id ?? '',
      target,
      integration: { id: rule.integration, name: rule.integrationName, site: rule.site },
      test: false,
    })
  }
  const who = countCustomers(holders.length)
  const what = `the access of ${who} to ${target.name} on “${rule.integrationName}”`
  await auditLine(drizzle(env.DB), author, { did: 'ended', what })
  return { ok: true, who }
}

/** "one customer", "5 customers" */
function countCustomers(number: number): string {
  return number === 1 ? 'one customer' : `${number} customers`
}

/** All that is kept of a customer, for the person it is about. */
export async function exportCustomer(
  env: Env,
  author: Author,
  email: string,
): Promise<{ ok: true; data: CustomerExport & { sites: { site: string; holds: SiteExport | null }[] } }> {
  const { marketplace } = author
  const history = await env.JOURNAL.getByName(marketplace).exportCustomer(email)
  const sites = await Promise.all(
    (await listKnownSites(env, marketplace)).map(async ({ site, ledger }) => ({
      site,
      holds: await ledger.exportCustomer(marketplace, email),
    })),
  )
  await auditLine(drizzle(env.DB), author, { did: 'exported', what: 'a customer’s data' })
  return { ok: true, data: { ...history, sites } }
}

/** Erases a customer. Should a site not answer, it runs again: what is erased already stays so. */
export async function eraseCustomer(
  env: Env,
  author: Author,
  email: string,
): Promise<{ ok: true; receipt: string; took: string }> {
  const { marketplace } = author
  // The journal first, which cancels what would tell a site of them again.
  const { events, entries, canceled } = await env.JOURNAL.getByName(marketplace).erase(email)
  let ledgers = 0
  for (const { ledger } of await listKnownSites(env, marketplace)) {
    if (await ledger.erase(marketplace, email)) {
      ledgers += 1
    }
  }
  const receipt = randomId(SHORT_ID)
  const took = `${count(events, 'event')}, ${count(entries, 'log entry', 'log entries')}, ${canceled} waiting canceled, ${count(ledgers, 'ledger')}`
  // The trail names no customer: it outlives the erasure.
  const what = `a customer’s data (receipt ${receipt}: ${took})`
  await auditLine(drizzle(env.DB), author, { did: 'erased', what })
  return { ok: true, receipt, took }
}

/** The same for the same form and customer; no email, since the id outlives an erasure. */
async function actId(form: string, email: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${form} ${email}`))
  return Buffer.from(bytes).toString('base64url')
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
