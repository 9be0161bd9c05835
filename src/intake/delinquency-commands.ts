/** After how many failed payments a subscription counts as delinquent. */
import { and, eq, exists, isNull, ne, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { sameAs } from '../accounts/conditional-writes'
import { listChanges } from '../accounts/field-changes'
import { CHANGED_MEANWHILE, isStale, stampOf } from '../accounts/form-stamp'
import { endpoints } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { DELINQUENT_AT } from '../model/event'
import { endpointCopyKey } from './endpoint-copy'
import { findMarketplaceEndpoint } from './store'

/** More retries than any sender makes. */
const MOST_FAILURES = 30

const refuse = refuseWith({
  'changed meanwhile': CHANGED_MEANWHILE,
  'no endpoint': 'This marketplace has no webhook endpoint yet.',
  'no number': `Enter a whole number of failed payments from 1 to ${MOST_FAILURES}.`,
})

/** Earlier events keep the number they arrived with. @param madeFrom stamp of the number that the form showed */
export async function changeDelinquency(
  env: Pick<Env, 'DB' | 'COPIES'>,
  author: Author,
  failures: number,
  madeFrom = '',
): Promise<CommandResult<'no endpoint' | 'no number' | 'changed meanwhile' | 'no admin'>> {
  if (!Number.isInteger(failures) || failures < 1 || failures > MOST_FAILURES) {
    return refuse('no number')
  }
  const endpoint = await findMarketplaceEndpoint(env.DB, author.marketplace)
  if (endpoint === null) {
    return refuse('no endpoint')
  }
  const db = drizzle(env.DB)
  const { id, delinquentAt } = endpoint
  const shown = delinquentAt ?? DELINQUENT_AT
  if (shown !== failures && isStale(madeFrom, stampOf(shown))) {
    return refuse('changed meanwhile')
  }
  const asRead = sameAs(endpoints, { delinquentAt })
  const changing = and(
    eq(endpoints.id, id),
    asRead,
    or(isNull(endpoints.delinquentAt), ne(endpoints.delinquentAt, failures)),
  )
  const isChanging = exists(db.select({ id: endpoints.id }).from(endpoints).where(changing))
  const changes = listChanges({ Failures: String(shown) }, { Failures: String(failures) })
  const what = 'after how many failed payments a subscription is delinquent'
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'changed', what, link: '/webhook', changes }, isChanging),
    db.update(endpoints).set({ delinquentAt: failures }).where(changing).returning({ id: endpoints.id }),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const [, changed] = written
  await env.COPIES.delete(endpointCopyKey(id))
  const isStored = async () => (await findMarketplaceEndpoint(env.DB, author.marketplace))?.delinquentAt === failures
  return changed.length > 0 || (await isStored()) ? { ok: true } : refuse('changed meanwhile')
}
