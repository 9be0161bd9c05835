/** Ends the access of everyone who holds a target. */
import { createHash } from 'node:crypto'
import type { TargetHolder } from '../../integrations/customer-access'
import type { LedgerRef } from '../../integrations/ledgers'
import type { FinalOutcome } from '../../model/outcome'
import type { Target } from '../../model/rule'
import { buildManualEvent, recordActs } from '../customers/manual-action'
import type { JournalStore } from '../journal-store'
import type { ManualAction } from '../queries'
import type { Receipt } from '../receipts/receipt'
import { entryId } from '../storage/keys'
import { AT_ONCE, LOOK_AGAIN_MS } from './few-at-a-time'
import type { JobContext, JobKind, JobRecord } from './job'

interface Input {
  action: string
  target: Target
  ledger: LedgerRef
  integration: ManualAction['integration']
}

interface Progress {
  /** The next page of the list to work through, and how many it has. */
  page: number
  pages: number
  open: string[]
  /** Settled, whatever the outcome. */
  ended: number
  /** Settled without ending the access. Absent in jobs of earlier versions. */
  kept?: number
  total: number | null
}

type Job = JobRecord<Input, Progress>

/** Listed together; when they are done, the rest is listed. */
const LISTED = 4_000
const ENDED: readonly FinalOutcome[] = ['expired', 'already expired']

export const END_ACCESS: JobKind<Input, Progress> = {
  id: 'end-access',
  stoppable: true,
  title: ({ target, integration }) => `Ending all access to ${target.name} on ${integration.name}`,
  begin: () => ({ page: 0, pages: 0, open: [], ended: 0, total: null }),
  async runSlice(job, context) {
    const progress = countSettled(job.progress, context)
    if (progress.page >= progress.pages && progress.open.length === 0) {
      const listed = await listNext(job, progress, context)
      return listed.pages === 0
        ? { ended: true, done: progress.ended, result: describe(listed) }
        : { ended: false, ...show(listed), waitMs: 0 }
    }
    return { ended: false, ...show(await startNext(job, progress, context)), waitMs: LOOK_AGAIN_MS }
  },
}

function show(progress: Progress) {
  return { progress, done: progress.ended, total: progress.total }
}

function describe({ ended, kept = 0 }: Progress): string {
  const done = `The access of ${countCustomers(ended - kept)} was ended; each has an entry in the log.`
  return kept === 0 ? done : `${done} That of ${countCustomers(kept)} was not: their entries say why.`
}

function countCustomers(number: number): string {
  return number === 1 ? 'one customer' : `${number} customers`
}

function countSettled(progress: Progress, { transact }: JobContext): Progress {
  const entries = transact((store) =>
    progress.open.map((id) => {
      const outcome = store.findEntry(id)?.result.outcome
      return { id, outcome }
    }),
  )
  const open = entries.filter(({ outcome }) => outcome === null).map(({ id }) => id)
  const kept = entries.filter(({ outcome }) => outcome !== null && !ENDED.some((one) => one === outcome)).length
  const ended = progress.ended + progress.open.length - open.length
  return { ...progress, open, ended, kept: (progress.kept ?? 0) + kept }
}

/** Those not tried yet: an ending may change nothing, and then they still hold it. */
async function listNext(job: Job, progress: Progress, { ports, items, transact }: JobContext): Promise<Progress> {
  const { marketplace, input } = job
  // Those who were tried and still hold it are listed again, and must not hide the others.
  const holders = await ports.listHolders(input.ledger, marketplace, input.target, LISTED + progress.ended)
  return transact((store, now) => {
    const left = holders.filter((holder) => findReceipt(store, job, holder, now) === null)
    const total = progress.ended + left.length
    return { ...progress, page: 0, pages: items.write(left), total }
  })
}

async function startNext(job: Job, progress: Progress, { items, commit }: JobContext): Promise<Progress> {
  const free = AT_ONCE - progress.open.length
  const page = items.readPage<TargetHolder>(progress.page)
  const { receipts: started } = await commit((store, now) => {
    const acts = page
      // An erasure has since removed the email from the list.
      .filter(({ email }) => email.includes('@'))
      .filter((holder) => !isTried(store, job, holder, progress, now))
      .slice(0, Math.max(free, 0))
      .map((holder) => toAct(job, holder))
    return recordActs(store, job.marketplace, acts, now)
  })
  const open = [...progress.open, ...started.map(toEntryId)]
  return { ...progress, open, page: started.length === 0 && free > 0 ? progress.page + 1 : progress.page }
}

/** What a stopped slice had started already, and did not count, is not tried: it is counted and queued again. */
function isTried(store: JournalStore, job: Job, holder: TargetHolder, { open }: Progress, now: number): boolean {
  const receipt = findReceipt(store, job, holder, now)
  return receipt !== null && (receipt.closed !== null || open.includes(toEntryId(receipt)))
}

function findReceipt(store: JournalStore, job: Job, holder: TargetHolder, now: number): Receipt | null {
  return store.receipts.load(store.receiptKeyFor(buildManualEvent(job.marketplace, toAct(job, holder), now)))
}

function toAct({ id, input, person }: Job, { email, ...purchase }: TargetHolder): ManualAction {
  return {
    ...purchase,
    action: input.action,
    target: input.target,
    integration: input.integration,
    // No email, since the id outlives an erasure.
    id: createHash('sha256').update(`${id} ${email}`).digest('base64url'),
    person,
    customer: { email, firstName: null, lastName: null, id: null },
    test: false,
  }
}

function toEntryId({ key }: Receipt): string {
  return entryId(key, 1)
}
