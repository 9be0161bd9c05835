/** Predicts a job's outcome with the same decisions and imagined answers. Changes nothing, here or at Thinkific. */

import type { Outcome } from '../../../model/outcome'
import { type Customer, newCustomer, targetKey } from '../ledger/customer'
import { eventForPlacing } from '../ledger/job-event'
import { withOwnFacts } from '../ledger/own-facts'
import { placeEvent } from '../ledger/placement'
import { toAliases } from '../ledger/purchase'
import { isReportedBy } from '../ledger/reported-emails'
import type { Site } from '../site/site'
import { applyReply } from '../steps/apply-reply'
import { hasMark, NO_MARKS } from '../steps/marks'
import { nextStep } from '../steps/next-step'
import { type PlanState, startPlan, withCall } from '../steps/plan-state'
import type { SiteCall, SiteReply } from '../steps/site-call'
import type { ThinkificJob } from '../thinkific-job'

/** Where only Thinkific knows (does the user exist, was access given by hand?), assumes the plain case and says so. */
export async function explainJob(site: Site, job: ThinkificJob): Promise<{ outcome: Outcome; sentence: string }> {
  const { marketplace } = job.purchase
  await site.standing.renew(marketplace)
  const own = await site.customerKey(job.customer.email)
  const event = eventForPlacing(job)
  const isAtFault = site.integrations.faults.find(job.integration.id) !== null || !site.standing.isGood(marketplace)
  const load = (key: string): Customer => {
    const { customer } = site.storage.load(key)
    if (isAtFault && key === own && !isReportedBy(customer, marketplace, job.customer.email)) {
      return newCustomer(null)
    }
    return isAtFault ? withOwnFacts(customer, marketplace) : customer
  }
  const customers = [...new Set([own, ...site.storage.findOwners(toAliases(job.purchase))])].map((one) => ({
    key: one,
    customer: load(one),
  }))
  const { owner, ambiguous, taught } = placeEvent(event, own, customers, site.contents.all)
  const customer = load(owner)
  const email = customer.email ?? job.customer.email
  const begun = startPlan(
    { ...customer, email, unanswered: {} },
    job,
    {
      habits: site.habits,
      contents: site.contents.all,
      stale: [],
      credential: 'unasked',
    },
    0,
    { ...(ambiguous && { ambiguous }), ...(taught && { taught }) },
  )
  const now = Date.now()
  // What was seen long ago will do here.
  let isAssumed = hasMark(begun, targetKey(begun.target), 'old')
  let state: PlanState = { ...begun, marks: NO_MARKS }
  for (;;) {
    const step = nextStep(state, now)
    if (step.kind === 'wait') {
      return { outcome: 'waiting', sentence: step.sentence }
    }
    if (step.kind === 'settled') {
      const unless = isAssumed ? ' (as far as is known without asking Thinkific)' : ''
      return { outcome: step.outcome, sentence: `${step.sentence}${unless}` }
    }
    isAssumed ||= step.call.do.startsWith('look') || step.call.do === 'find user'
    state = applyReply(withCall(state, step.call), imagineReply(step.call, now), now)
  }
}

function imagineReply(call: SiteCall, now: number): SiteReply {
  switch (call.do) {
    case 'find user':
      return { ...call, found: null }
    case 'create user':
      return {
        ...call,
        made: { id: '0', email: call.email, firstName: '', lastName: '', roles: [], fields: {}, createdAt: now },
      }
    case 'look at course':
      return { ...call, row: null }
    case 'look at courses':
      return { ...call, rows: [], next: null }
    case 'look at bundle':
      return { ...call, rows: [] }
    case 'read bundle':
      return { ...call, courses: [] }
    case 'enroll':
      return { ...call, row: imagineRow(call, now) }
    case 'enroll in bundle':
      return { ...call, queued: false }
    default:
      return call
  }
}

function imagineRow(
  { course, user, activatedAt, end }: { course: string; user: string; activatedAt: number; end: number | null },
  now: number,
) {
  const times = { activatedAt, expiresAt: end, createdAt: now, updatedAt: now }
  const flags = { expired: false, freeTrial: false }
  return { id: '0', userId: user, email: '', courseName: '', courseId: course, ...times, ...flags }
}
