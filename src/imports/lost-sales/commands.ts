/** What people do with lost sales. Doing it twice is doing it once. */
import { type Author, recordDeed } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import { countLostSales } from '../../attention/lost-sale-words'
import type { Env } from '../../env'
import type { JobView } from '../../journal/jobs/job'
import { type CommandResult, refuseWith } from '../../model/command-result'
import { startComparison } from './comparison'
import { SETTLE_SALES } from './kind-ids'
import type { SettleSalesJob } from './settle-sales'

const LINK = '/lost-sales'

const refuse = refuseWith({ gone: 'This was already settled; there is nothing left to do.' })

type Which = SettleSalesJob['which']

/** Goes on with the comparison that runs, if one does. */
export async function compareNow(env: Pick<Env, 'JOURNAL'>, { marketplace }: Author): Promise<CommandResult<never>> {
  await startComparison(env, marketplace)
  return { ok: true }
}

/** The same form starts once. */
export async function settleLostSales(
  env: Pick<Env, 'JOURNAL'>,
  author: Author,
  form: string,
  which: Which,
): Promise<CommandResult<'gone', { job: JobView }>> {
  const id = `${SETTLE_SALES} ${form}`
  const journal = env.JOURNAL.getByName(author.marketplace)
  const what = await describeOpen(env, author, which)
  const known = (await journal.jobs()).some((job) => job.id === id)
  if (what === null && !known) {
    return refuse('gone')
  }
  const input: SettleSalesJob = { which, what: what ?? '' }
  const job = await journal.startJob({
    id,
    kind: SETTLE_SALES,
    marketplace: author.marketplace,
    input,
    person: displayName(author.person),
    deed: { author, did: 'took in', what: what ?? '', link: LINK },
  })
  return { ok: true, job }
}

/** It is not listed again. */
export async function dismissLostSale(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  form: string,
  id: string,
): Promise<CommandResult<'gone'>> {
  const journal = env.JOURNAL.getByName(author.marketplace)
  const sale = await journal.lostSale(id)
  if (sale === null) {
    return refuse('gone')
  }
  const what = `${countLostSales(sale.kind, 1)}: ${sale.productName ?? `product ${sale.productId}`}`
  await recordDeed(env.DB, author, `lost sale ${form}`, { did: 'left as it is', what, link: LINK })
  await journal.leaveLostSale(id)
  return { ok: true }
}

/** "3 paid, never reported"; null where none is open. */
async function describeOpen({ JOURNAL }: Pick<Env, 'JOURNAL'>, author: Author, which: Which): Promise<string | null> {
  const journal = JOURNAL.getByName(author.marketplace)
  if ('id' in which) {
    const sale = await journal.lostSale(which.id)
    return sale && countLostSales(sale.kind, 1)
  }
  const { groups } = await journal.lostSales()
  const found = groups.find(({ kind }) => kind === which.kind)
  return found === undefined ? null : countLostSales(found.kind, found.count)
}
