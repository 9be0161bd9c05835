/** What Thinkific would answer, as far as the ledger knows: it has what was last written to it or seen of it. */
import type { Enrollment } from '../client/records'
import { type Customer, courseKey } from '../ledger/customer'
import { toStoredEnd } from '../ledger/ends'
import type { Contents } from '../ledger/grants'
import type { SiteCall, SiteReply } from '../steps/site-call'
import { findThinkificAccess } from '../steps/thinkific-access'

/** @param customer who has the call's user id; null where none is known @param now epoch ms */
export function imagineReply(call: SiteCall, customer: Customer | null, contents: Contents, now: number): SiteReply {
  const row = (course: string) => findRow(customer, course, contents, now)
  const rows = (courses: string[]) => courses.flatMap((course) => row(course) ?? [])
  switch (call.do) {
    case 'find user':
      return { ...call, found: null }
    case 'create user': {
      const { email, firstName, lastName } = call
      return {
        ...call,
        made: { id: `new ${email}`, email, firstName, lastName, roles: [], fields: {}, createdAt: now },
      }
    }
    case 'look at course':
      return { ...call, row: row(call.course) }
    case 'look at courses':
      return { ...call, rows: rows(listCourses(customer, contents)), next: null }
    case 'look at bundle': {
      const end = customer?.known[`bundle:${call.bundle}`]?.end
      return { ...call, rows: end !== undefined && end !== 0 ? rows([...(contents[call.bundle] ?? [])]) : [] }
    }
    case 'read bundle':
      return { ...call, courses: [...(contents[call.bundle] ?? [])] }
    case 'enroll': {
      // A second enrollment in a course answers with the first one.
      const { id, createdAt } = row(call.course) ?? { id: EMPTY_ROW.id, createdAt: now }
      const { course: courseId, user: userId, activatedAt, end: expiresAt } = call
      return { ...call, row: { ...EMPTY_ROW, id, userId, courseId, activatedAt, expiresAt, createdAt } }
    }
    case 'enroll in bundle':
      return { ...call, queued: false }
    default:
      return call
  }
}

const EMPTY_ROW = { id: '0', email: '', courseName: '', expired: false, freeTrial: false, updatedAt: null }

function listCourses(customer: Customer | null, contents: Contents): string[] {
  const known = Object.keys(customer?.known ?? {}).flatMap((key) => {
    const [kind, id = ''] = key.split(':')
    return kind === 'bundle' ? [...(contents[id] ?? [])] : [id]
  })
  return [...new Set(known)]
}

function findRow(customer: Customer | null, course: string, contents: Contents, now: number): Enrollment | null {
  const access = customer && findThinkificAccess(customer, courseKey(course), contents)
  if (customer === null || access === null || customer.known[courseKey(course)]?.end === 0) {
    return null
  }
  const { activatedAt } = access
  return {
    ...EMPTY_ROW,
    id: access.id ?? EMPTY_ROW.id,
    userId: customer.user?.id ?? '',
    courseId: course,
    activatedAt,
    expiresAt: toStoredEnd(access.end),
    expired: access.end <= now,
    createdAt: activatedAt,
  }
}
