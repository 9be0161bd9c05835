/** What an answer teaches about the user, their enrollments and the site's habits. */
import type { User } from '../client/records'
import type { Customer } from '../ledger/customer'
import { withOpened } from '../ledger/opened-courses'
import { withMatchingFields, withSentFields } from '../ledger/sent-fields'
import { applyBundleRows } from './apply-bundle-rows'
import { applyCourseRow, attributeRows } from './apply-rows'
import { applyBundleDates, applyBundleEnroll, applyDates, applyEnroll } from './apply-write'
import { CLOCK_SKEW_MS } from './enrollment-rows'
import { hasUserMark, withListedPage, withMark, withUserMark } from './marks'
import { type PlanState, withoutDoubt } from './plan-state'
import type { SiteReply } from './site-call'

/** `sentAt`: when the call left, epoch ms. */
export function applyReply(state: PlanState, reply: SiteReply, sentAt: number): PlanState {
  switch (reply.do) {
    case 'prove credential':
      return state
    case 'find user':
      return applyFoundUser(state, reply.found)
    case 'create user': {
      const { customer } = withoutDoubt(state, 'user')
      return {
        ...state,
        customer: withOwnFields({ ...withUser(customer, reply.made), fields: {} }, state, reply.fields),
        userOrigin: 'made',
      }
    }
    case 'update fields':
      return { ...state, customer: withOwnFields(state.customer, state, reply.fields) }
    case 'look at course':
      return applyCourseRow(state, reply, sentAt)
    case 'look at courses': {
      const listed = withListedPage(state, reply.next === null)
      return attributeRows({ ...listed, rows: [...(state.rows ?? []), ...reply.rows] }, sentAt)
    }
    case 'look at bundle':
      return applyBundleRows(state, reply, sentAt)
    case 'read bundle': {
      const contents = { ...state.contents, [reply.bundle]: reply.courses }
      const reading = { courses: reply.courses, now: sentAt }
      const customer = withOpened(state.customer, `bundle:${reply.bundle}`, reading, 'unless known')
      const stale = state.stale.filter((id) => id !== reply.bundle)
      return attributeRows(withMark({ ...state, customer, contents, stale }, `bundle:${reply.bundle}`, 'read'), sentAt)
    }
    case 'enroll':
      return applyEnroll(state, reply, sentAt)
    case 'set dates':
      return applyDates(state, reply, sentAt)
    case 'enroll in bundle':
      return applyBundleEnroll(state, reply, sentAt)
    case 'set bundle dates':
      return applyBundleDates(state, reply, sentAt)
  }
}

function applyFoundUser(state: PlanState, found: User | null): PlanState {
  const looked = withUserMark(state, 'looked')
  if (found === null) {
    return looked
  }
  const { customer } = withoutDoubt(looked, 'user')
  const userOrigin = isCreatedByUs(state, found) ? 'made' : 'found'
  const known = { ...withUser(customer, found), fields: found.fields }
  const { purchase, fields, happenedAt } = state.job
  return {
    ...looked,
    customer: withMatchingFields(known, purchase.marketplace, fields, happenedAt),
    userOrigin,
  }
}

/** Created by our unanswered call, not the user our call was refused for. */
function isCreatedByUs(state: PlanState, { createdAt }: User): boolean {
  const pending = state.customer.unanswered.user
  return (
    pending !== undefined &&
    !hasUserMark(state, 'taken') &&
    createdAt !== null &&
    createdAt >= pending.at - CLOCK_SKEW_MS
  )
}

function withOwnFields(customer: Customer, { job }: PlanState, fields: Record<string, string>): Customer {
  return withSentFields(customer, job.purchase.marketplace, fields, job.happenedAt)
}

function withUser(customer: Customer, { id, roles }: User): Customer {
  return { ...customer, user: { id, roles } }
}
