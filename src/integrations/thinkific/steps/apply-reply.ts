/** What an answer teaches: about the user, their enrollments, and the site's habits. */
import type { User } from '../client/records'
import type { Customer } from '../ledger/customer'
import { applyBundleRows, applyCourseRow, attributeRows } from './apply-rows'
import { applyBundleDates, applyBundleEnroll, applyDates, applyEnroll } from './apply-write'
import { CLOCK_SKEW_MS } from './enrollment-rows'
import { hasMark, type PlanState, withoutDoubt } from './plan-state'
import type { SiteReply } from './site-call'

/** The run after an answer. `sentAt`: when the call left, epoch ms. */
export function applyReply(run: PlanState, heard: SiteReply, sentAt: number): PlanState {
  switch (heard.do) {
    case 'find user':
      return applyFoundUser(run, heard.found)
    case 'create user': {
      const { customer } = withoutDoubt(run, 'user')
      const fieldsAt = run.job.happenedAt
      return {
        ...run,
        customer: { ...withUser(customer, heard.made), fields: heard.fields, fieldsAt },
        userOrigin: 'made',
      }
    }
    case 'update fields': {
      const fields = { ...run.customer.fields, ...heard.fields }
      return { ...run, customer: { ...run.customer, fields, fieldsAt: run.job.happenedAt } }
    }
    case 'look at course':
      return applyCourseRow(run, heard, sentAt)
    case 'look at courses': {
      const marks = [...run.marks, 'courses page', ...(heard.next === null ? ['courses'] : [])]
      return attributeRows({ ...run, marks, rows: [...(run.rows ?? []), ...heard.rows] }, sentAt)
    }
    case 'look at bundle':
      return applyBundleRows(run, heard, sentAt)
    case 'read bundle': {
      const contents = { ...run.contents, [heard.bundle]: heard.courses }
      const stale = run.stale.filter((id) => id !== heard.bundle)
      return attributeRows({ ...run, contents, stale, marks: [...run.marks, `read bundle:${heard.bundle}`] }, sentAt)
    }
    case 'enroll':
      return applyEnroll(run, heard, sentAt)
    case 'set dates':
      return applyDates(run, heard, sentAt)
    case 'enroll in bundle':
      return applyBundleEnroll(run, heard, sentAt)
    case 'set bundle dates':
      return applyBundleDates(run, heard, sentAt)
  }
}

function applyFoundUser(run: PlanState, found: User | null): PlanState {
  const looked = { ...run, marks: [...run.marks, 'user'] }
  if (found === null) return looked
  const { customer } = withoutDoubt(looked, 'user')
  const userCame = isCreatedByUs(run, found) ? 'made' : 'found'
  return { ...looked, customer: { ...withUser(customer, found), fields: found.fields }, userOrigin: userCame }
}

/** Made by a call of ours that went unanswered, rather than what our call was refused for. */
function isCreatedByUs(run: PlanState, { createdAt }: User): boolean {
  const asked = run.customer.unanswered.user
  return asked !== undefined && !hasMark(run, 'taken') && createdAt !== null && createdAt >= asked.at - CLOCK_SKEW_MS
}

function withUser(customer: Customer, { id, roles }: User): Customer {
  return { ...customer, user: { id, roles } }
}
