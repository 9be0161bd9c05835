import type { Attempt } from '../../../model/attempt'
import type { Answer } from '../client/call'
import type { Thinkific } from '../client/client'
import type { Failure } from '../client/failure'
import type { SiteCall, SiteReply } from './site-call'

export type CallResult = { attempt: Attempt } & ({ ok: true; reply: SiteReply } | { ok: false; failure: Failure })

const BUNDLE_ENROLLED = 201
/** Smaller differences count as equal: `Date` has whole seconds, and answers take a while. */
const CLOCKS_APART_MS = 5_000

/** Never throws. */
export async function performCall(thinkific: Thinkific, call: SiteCall): Promise<CallResult> {
  switch (call.do) {
    case 'prove credential':
      return toResult(await thinkific.check(), () => call)
    case 'find user':
      return toResult(await thinkific.findUser(call.email), (found) => ({ ...call, found }))
    case 'create user': {
      const { email, firstName, lastName, fields, welcome: sendWelcomeEmail } = call
      const who = { email, firstName, lastName, fields, sendWelcomeEmail }
      return toResult(await thinkific.createUser(who), (made) => ({ ...call, made }))
    }
    case 'update fields':
      return toResult(await thinkific.updateUser(call.user, { fields: call.fields }), () => call)
    case 'look at course': {
      const search = { userId: call.user, courseId: call.course }
      const answer = await thinkific.listEnrollments(search)
      return toResult(answer, ({ items }) => ({ ...call, row: toOurClock(items, answer)[0] ?? null }))
    }
    case 'look at courses': {
      const answer = await thinkific.listEnrollments({ userId: call.user }, call.page)
      return toResult(answer, ({ items, next }) => ({ ...call, rows: toOurClock(items, answer), next }))
    }
    case 'look at bundle': {
      const answer = await thinkific.listBundleEnrollments(call.bundle, call.user)
      return toResult(answer, ({ items }) => ({ ...call, rows: toOurClock(items, answer) }))
    }
    case 'read bundle':
      return toResult(await thinkific.bundle(call.bundle), ({ courseIds }) => ({ ...call, courses: courseIds }))
    case 'enroll': {
      const who = { userId: call.user, ...toNewDates(call) }
      const answer = await thinkific.createEnrollment(call.course, who)
      return toResult(answer, (row) => ({ ...call, row: toOurClock([row], answer)[0] ?? row }))
    }
    case 'set dates':
      return toResult(await thinkific.updateEnrollment(call.enrollment, toBothDates(call)), () => call)
    case 'enroll in bundle': {
      const answer = await thinkific.createBundleEnrollment(call.bundle, { userId: call.user, ...toNewDates(call) })
      // 201 means done; any other success may mean "soon", so look for it.
      return toResult(answer, () => ({ ...call, queued: answer.attempt.status !== BUNDLE_ENROLLED }))
    }
    case 'set bundle dates':
      return toResult(
        await thinkific.updateBundleEnrollment(call.bundle, { userId: call.user, ...toBothDates(call) }),
        () => call,
      )
  }
}

function toResult<T>(answer: Answer<T>, toReply: (value: T) => SiteReply): CallResult {
  return answer.ok
    ? { ok: true, reply: toReply(answer.value), attempt: answer.attempt }
    : { ok: false, failure: answer.failure, attempt: answer.attempt }
}

/** Rows are compared with our calls by time, so convert them to our clock. */
function toOurClock<Row extends { createdAt: number | null; updatedAt: number | null }>(
  rows: Row[],
  answer: Answer<unknown>,
): Row[] {
  const apart = answer.ok && answer.date !== null ? Date.now() - answer.date : 0
  if (Math.abs(apart) < CLOCKS_APART_MS) {
    return rows
  }
  const ours = (at: number | null) => (at === null ? null : at + apart)
  return rows.map((row) => ({ ...row, createdAt: ours(row.createdAt), updatedAt: ours(row.updatedAt) }))
}

/** A new enrollment without an end omits the date; Thinkific takes that as "never expires". */
function toNewDates({ activatedAt, end }: { activatedAt: number; end: number | null }) {
  return end === null ? { activatedAt } : { activatedAt, expiresAt: end }
}

function toBothDates({ activatedAt, end }: { activatedAt: number; end: number | null }) {
  return { activatedAt, expiresAt: end }
}
