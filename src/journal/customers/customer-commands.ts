/** What people do to customers: enroll, end access, correct an email, export, erase. Each may run again after a crash. */
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN, refuseFormerAdmin } from '../../accounts/admin-batch'
import { type Author, auditLine } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { AccessLedger } from '../../integrations/access-ledger'
import { findLedger, type LedgerRef, listAllLedgers } from '../../integrations/ledgers'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { Rule, Target } from '../../model/rule'
import type { JobView } from '../jobs/job'
import type { CustomerExport, ManualAction } from '../queries'
import type { ReceiptPlace } from '../receipts/receipt-table'
import { encodeEmail } from './erasure'

const refuse = refuseWith({
  'no ending': 'Nothing ends access to this target: its kind keeps no record of who has it.',
  'same email': 'That is already the customer’s email.',
})

/** Enrolls a customer, or ends their access, under the author's name; the same id again is the same act. */
export async function actByHand(
  env: Pick<Env, 'JOURNAL'>,
  author: Author,
  act: Omit<ManualAction, 'person'>,
): Promise<CommandResult<never, { entry: string }>> {
  const journal = env.JOURNAL.getByName(author.marketplace)
  const entry = await journal.act(author.marketplace, { ...act, person: displayName(author.person) })
  return { ok: true, entry }
}

/** Starts ending the access of everyone who holds a target of the rule's site. @param id of the form */
export async function endAllAccess(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  { id, rule, target }: { id: string; rule: Rule; target: Target },
): Promise<CommandResult<'no ending' | 'no admin', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const { marketplace, person } = author
  const kind = KINDS.findTarget(target.kind)?.kind
  const action = KINDS.actionFor(target.kind, 'ends')
  if (kind?.ledger === undefined || action === null) {
    return refuse('no ending')
  }
  const { integration, integrationName: name, site } = rule
  const what = `all access to ${target.name} on “${name}”`
  const job = await env.JOURNAL.getByName(marketplace).startJob({
    id: `end-access ${id}`,
    marketplace,
    kind: 'end-access',
    person: displayName(person),
    input: { action: action.id, target, ledger: { kind: kind.id, site }, integration: { id: integration, name, site } },
    deed: { author, did: 'ended', what, link: `/jobs` },
  })
  return { ok: true, job }
}

/** Moves what a customer bought to another email; the same id again is the same correction. */
export async function correctEmail(
  env: Pick<Env, 'JOURNAL'>,
  author: Author,
  { id, ...correction }: { id: string; from: string; to: string; movesAccess: boolean },
): Promise<CommandResult<'same email', { job: JobView }>> {
  if (correction.from === correction.to) {
    return refuse('same email')
  }
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `correct-email ${id}`,
    marketplace: author.marketplace,
    kind: 'correct-email',
    person: displayName(author.person),
    input: { ...correction, inThinkific: correction.movesAccess },
    // The audit trail names no customer, since it outlives an erasure.
    deed: { author, did: 'corrected', what: 'a customer’s email', link: '/jobs' },
  })
  return { ok: true, job }
}

/** All that is kept of a customer, for the person it is about. `pages` are asked for as they are read. */
export async function exportCustomer(
  env: Env,
  author: Author,
  email: string,
): Promise<
  CommandResult<'no admin', { sites: { site: string; holds: object | null }[]; pages: AsyncIterable<CustomerExport> }>
> {
  const { marketplace } = author
  const journal = env.JOURNAL.getByName(marketplace)
  const first = await journal.exportCustomer(email)
  const sites = await Promise.all(
    (await listKnownLedgers(env, marketplace)).map(async ({ site, ledger }) => ({
      site,
      holds: await ledger.exportCustomer(marketplace, email),
    })),
  )
  const db = drizzle(env.DB)
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'exported', what: 'a customer’s data from their page' }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  return { ok: true, sites, pages: readPages(first, (after) => journal.exportCustomer(email, after)) }
}

async function* readPages(first: CustomerExport, read: (after: ReceiptPlace) => Promise<CustomerExport>) {
  let page = first
  yield page
  while (page.next !== null) {
    page = await read(page.next)
    yield page
  }
}

/** Erases a customer; the same id again is the same erasure. A site that does not answer is asked until it does. */
export async function eraseCustomer(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  { id, email }: { id: string; email: string },
): Promise<CommandResult<'no admin', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `erasure ${id}`,
    marketplace: author.marketplace,
    kind: 'erase-customer',
    person: displayName(author.person),
    input: { customer: encodeEmail(email), author, receipt: id },
  })
  return { ok: true, job }
}

/** Every ledger that may know the marketplace's customers: also of sites that no integration reaches now. */
async function listKnownLedgers(env: Env, marketplace: string): Promise<(LedgerRef & { ledger: AccessLedger })[]> {
  const left = await env.JOURNAL.getByName(marketplace).sitesLeft()
  const refs = await listAllLedgers(env.DB, marketplace, left)
  return refs.flatMap((ref) => {
    const ledger = findLedger(env, ref)
    return ledger === null ? [] : [{ ...ref, ledger }]
  })
}
