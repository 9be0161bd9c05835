/** What an event changes besides its own firing: everything else the ledger now wants otherwise. */

import type { EventCustomer } from '../../../model/event'
import { mainTrigger } from '../../../model/event-type'
import type { Settling } from '../../../model/outcome'
import type { PurchaseFacts } from '../../../model/purchase'
import { PLAIN_OPTIONS } from '../../../model/rule'
import type { Target } from '../actions'
import { type Customer, listAwaited, type TargetKey, targetKey } from '../ledger/customer'
import { NEVER } from '../ledger/ends'
import { type Contents, listConcernedBundles, resolveAccess } from '../ledger/grants'
import { noteId } from '../ledger/job-event'
import type { LedgerEvent } from '../ledger/ledger-event'
import { recordNothing } from '../ledger/record-fact'
import type { Site } from '../site/site'
import { nextStep } from '../steps/next-step'
import { planFrom } from '../steps/plan-state'
import { findThinkificAccess } from '../steps/thinkific-access'
import type { ThinkificJob } from '../thinkific-job'
import { FiringRecord } from './firing-record'
import { FiringRun } from './firing-run'
import { withSilentOpenings } from './silent-openings'

const UNNAMED: EventCustomer = { email: '', firstName: null, lastName: null, id: null }

interface FollowUp {
  touched?: Target[]
  who?: EventCustomer
  reportsAccess?: true
  /** Of the purchase, where the event named another customer. */
  ownerEmail?: string | null
  /** Looks at one of them for which a call went unanswered, unless a firing about it or its bundle is to come back. */
  doubts?: Target[]
}

/** Null when the customer's targets are already as the ledger wants, as far as known. */
export async function settleDifferences(
  site: Site,
  event: LedgerEvent,
  purchase: PurchaseFacts,
  key: string,
  { touched = [], who = UNNAMED, reportsAccess, ownerEmail = null, doubts = [] }: FollowUp = {},
): Promise<Settling | null> {
  const account = site.storage.load(key)
  const { marketplace } = event
  const owed = [...touched, ...listUnexplained(site, account.customer)]
  const doubtful = doubts.find((one) => isUnanswered(account.customer, one, site.contents.all))
  const target = doubtful ?? owed[0] ?? firstTarget(account.customer, marketplace)
  const reaching = site.integrations.all.filter(({ access }) => access.marketplace === marketplace)
  const known = reaching.find(({ fault }) => fault === null) ?? reaching[0]
  const { user, email } = account.customer
  if (target === null || known === undefined || (user === null && email === null)) {
    return null
  }
  const named = buildJob(event, purchase, known.access, target, who)
  const job = reportsAccess ? { ...named, reportsAccess } : named
  const planned = planFrom(
    recordNothing(account.customer, event, { kind: doubtful === undefined ? 'none' : 'end', target }),
    job,
    site.knowledge(listConcernedBundles(account.customer, target), job.integration.id),
  )
  const targets = new Map([...owed, ...planned.otherTargets].map((one) => [targetKey(one), one]))
  const state = { ...planned, ownerEmail, otherTargets: [...targets.values()] }
  const now = Date.now()
  if (nextStep(state, now).kind !== 'call') {
    const customer = withSilentOpenings(account.customer, site.contents.all, now)
    if (customer !== account.customer) {
      site.storage.save(key, { ...account, customer }, account)
    }
    return null
  }
  const record = new FiringRecord(site.storage, key, `${marketplace}~${job.firing.id}`, account)
  return new FiringRun(site, job, record).proceed(state)
}

function isUnanswered(customer: Customer, target: Target, contents: Contents): boolean {
  const { unanswered } = customer
  const key = targetKey(target)
  const reaches = (awaited: TargetKey) => {
    const [kind, id = ''] = awaited.split(':')
    const isInBundle = kind === 'bundle' && target.kind === 'course' && (contents[id]?.includes(target.id) ?? true)
    return awaited === key || isInBundle
  }
  return (unanswered[key] ?? unanswered.user) !== undefined && !listAwaited(customer).some(reaches)
}

/** Access that is open without a grant: its event moved to another customer, and the call is still owed. */
function listUnexplained({ contents }: Site, customer: Customer): Target[] {
  const bundles = customer.purchases.flatMap(({ claims }) => Object.values(claims).map(({ target }) => target))
  if (bundles.some(({ kind, id }) => kind === 'bundle' && contents.all[id] === undefined)) {
    return []
  }
  return Object.keys(customer.known).flatMap((name) => {
    const [kind, id = ''] = name.split(':')
    const target: Target = { kind: kind === 'bundle' ? 'bundle' : 'course', id, name: '' }
    const have = findThinkificAccess(customer, targetKey(target), contents.all)?.end ?? 0
    const isOwed = have > Date.now() && resolveAccess(customer, targetKey(target), contents.all).end === NEVER
    return isOwed ? [target] : []
  })
}

function firstTarget({ purchases }: Customer, marketplace: string): Target | null {
  const claims = purchases.filter((one) => one.marketplace === marketplace).flatMap((one) => Object.values(one.claims))
  return claims[0]?.target ?? null
}

function buildJob(
  event: LedgerEvent,
  purchase: PurchaseFacts,
  integration: ThinkificJob['integration'],
  target: Target,
  { firstName, lastName, id }: EventCustomer,
): ThinkificJob {
  const trigger = mainTrigger(event.type) ?? 'subscription.charged'
  return {
    v: 1,
    eventType: event.type,
    happenedAt: event.at,
    receivedAt: event.at,
    origin: 'event',
    person: null,
    // An email that is not this customer's must never be looked up in their name.
    customer: { email: '', firstName, lastName, id },
    purchase,
    fields: {},
    integration,
    firing: {
      id: noteId(event),
      event: event.event,
      trigger,
      happenedAt: event.at,
      impliedBy: null,
      ownTrigger: true,
    },
    instruction: {
      action: target.kind === 'course' ? 'create_course' : 'create_bundle',
      target,
      options: PLAIN_OPTIONS,
    },
  }
}
