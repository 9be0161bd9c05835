import { type Author, recordDeed } from '../accounts/audit-line'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { findLedger, listReachableLedgers } from './ledgers'

export const SETTLED_ALREADY = 'This was already settled; there is nothing left to do.'

const refuse = refuseWith({ gone: SETTLED_ALREADY })

interface Dismissal {
  /** Of the form: the same id is the same dismissal. */
  id: string
  site: string
  email: string
  concern: string
}

/** Until something new happens to the purchase. */
export async function dismissConcern(
  env: Env,
  author: Author,
  { id, site, email, concern }: Dismissal,
): Promise<CommandResult<'gone'>> {
  const known = (await listReachableLedgers(env.DB, author.marketplace)).find((one) => one.site === site)
  const dismissed = await (known && findLedger(env, known)?.dismissConcern(author.marketplace, email, concern))
  if (!dismissed) {
    return refuse('gone')
  }
  const { cause, productName, productId } = dismissed
  const what = `the alarm “${cause}” about ${productName ?? `product ${productId}`}`
  await recordDeed(env.DB, author, `dismissal ${id}`, { did: 'dismissed', what, link: '/overview' })
  return { ok: true }
}
