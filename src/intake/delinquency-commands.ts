/** After how many failed payments a subscription counts as delinquent. */
import { and, eq, exists, isNull, ne, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine, listChanges } from '../accounts/audit-line'
import { endpoints } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { DELINQUENT_AT } from '../model/event'
import { endpointCopyKey } from './endpoint'
import { findMarketplaceEndpoint } from './store'

/** More retries than any sender makes. */
const MOST_FAILURES = 30

const refuse = refuseWith({
  'no endpoint': 'This marketplace has no webhook endpoint yet.',
  'no number': `Enter a whole number of failed payments from 1 to ${MOST_FAILURES}.`,
})

/** Earlier events keep the number they arrived with. */
export async function changeDelinquency(
  env: Pick<Env, 'DB' | 'COPIES'>,
  author: Author,
  failures: number,
): Promise<CommandResult<'no endpoint' | 'no number'>> {
  if (!Number.isInteger(failures) || failures < 1 || failures > MOST_FAILURES) {
    return refuse('no number')
  }
  const endpoint = await findMarketplaceEndpoint(env.DB, author.marketplace)
  if (endpoint === null) {
    return refuse('no endpoint')
  }
  const db = drizzle(env.DB)
  const { id, delinquentAt } = endpoint
  const changing = and(eq(endpoints.id, id), or(isNull(endpoints.delinquentAt), ne(endpoints.delinquentAt, failures)))
  const isChanging = exists(db.select({ id: endpoints.id }).from(endpoints).where(changing))
  const changes = listChanges({ Failures: String(delinquentAt ?? DELINQUENT_AT) }, { Failures: String(failures) })
  const what = 'after how many failed payments a subscription is delinquent'
  await db.batch([
    auditLine(db, author, { did: 'changed', what, link: '/webhook', changes }, isChanging),
    db.update(endpoints).set({ delinquentAt: failures }).where(changing),
  ])
  await env.COPIES.delete(endpointCopyKey(id))
  return { ok: true }
}
