/** What an answer teaches: about the user, their enrollments, and the site's habits. */
import type { User } from '../client/records'
import type { Customer } from '../ledger/customer'
import { attributed, learnBundleRows, learnCourse } from './apply-rows'
import { learnBundle, learnBundleDates, learnDates, learnEnrolled } from './apply-write'
import { CLOCK_SKEW_MS } from './enrollment-rows'
import { answered, marked, type Run } from './plan-state'
import type { Heard } from './site-call'

/** The run after an answer. `sentAt`: when the call left, epoch ms. */
export function learn(run: Run, heard: Heard, sentAt: number): Run {
  switch (heard.do) {
    case 'find user':
      return learnFound(run, heard.found)
    case 'create user': {
      const { customer } = answered(run, 'user')
      const fieldsAt = run.job.happenedAt
      return {
        ...run,
        customer: { ...withUser(customer, heard.made), fields: heard.fields, fieldsAt },
        userCame: 'made',
      }
    }
    case 'update fields': {
      const fields = { ...run.customer.fields, ...heard.fields }
      return { ...run, customer: { ...run.customer, fields, fieldsAt: run.job.happenedAt } }
    }
    case 'look at course':
      return learnCourse(run, heard, sentAt)
    case 'look at courses': {
      const marks = [...run.marks, 'courses page', ...(heard.next === null ? ['courses'] : [])]
      return attributed({ ...run, marks, rows: [...(run.rows ?? []), ...heard.rows] }, sentAt)
    }
    case 'look at bundle':
      return learnBundleRows(run, heard, sentAt)
    case 'read bundle': {
      const contents = { ...run.contents, [heard.bundle]: heard.courses }
      const stale = run.stale.filter((id) => id !== heard.bundle)
      return attributed({ ...run, contents, stale, marks: [...run.marks, `read bundle:${heard.bundle}`] }, sentAt)
    }
    case 'enroll':
      return learnEnrolled(run, heard, sentAt)
    case 'set dates':
      return learnDates(run, heard, sentAt)
    case 'enroll in bundle':
      return learnBundle(run, heard, sentAt)
    case 'set bundle dates':
      return learnBundleDates(run, heard, sentAt)
  }
}

function learnFound(run: Run, found: User | null): Run {
  const looked = { ...run, marks: [...run.marks, 'user'] }
  if (found === null) return looked
  const { customer } = answered(looked, 'user')
  const userCame = isOurs(run, found) ? 'made' : 'found'
  return { ...looked, customer: { ...withUser(customer, found), fields: found.fields }, userCame }
}

/** Made by a call of ours that went unanswered, rather than what our call was refused for. */
function isOurs(run: Run, { createdAt }: User): boolean {
  const asked = run.customer.unanswered.user
  return asked !== undefined && !marked(run, 'taken') && createdAt !== null && createdAt >= asked.at - CLOCK_SKEW_MS
}

function withUser(customer: Customer, { id, roles }: User): Customer {
  return { ...customer, user: { id, roles } }
}
