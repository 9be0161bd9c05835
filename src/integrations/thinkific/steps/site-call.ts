/** Calls as data, decided by the steps and made by perform-call.ts. Times are epoch ms. */
import type { BundleEnrollment, Enrollment, User } from '../client/records'
import { courseKey, type TargetKey } from '../ledger/customer'

export type SiteCall =
  | { do: 'prove credential' }
  | { do: 'find user'; email: string }
  | { do: 'create user'; email: string; firstName: string; lastName: string; fields: Fields; welcome: boolean }
  | { do: 'update fields'; user: string; fields: Fields }
  | { do: 'look at course'; user: string; course: string }
  | { do: 'look at courses'; user: string; page: number }
  | { do: 'look at bundle'; user: string; bundle: string }
  | { do: 'read bundle'; bundle: string }
  | ({ do: 'enroll'; user: string; course: string } & Dates)
  | ({ do: 'set dates'; enrollment: string; course: string } & Dates)
  | ({ do: 'enroll in bundle'; user: string; bundle: string } & Dates)
  | ({ do: 'set bundle dates'; user: string; bundle: string } & Dates)

/** By custom profile field definition id. */
type Fields = Record<string, string>

interface Dates {
  activatedAt: number
  /** Null for no end. */
  end: number | null
}

export type CallTo<Do extends SiteCall['do']> = Extract<SiteCall, { do: Do }>

/** Null for a missing user or row. */
export type SiteReply =
  | CallTo<'prove credential'>
  | (CallTo<'find user'> & { found: User | null })
  | (CallTo<'create user'> & { made: User })
  | CallTo<'update fields'>
  | (CallTo<'look at course'> & { row: Enrollment | null })
  | (CallTo<'look at courses'> & { rows: Enrollment[]; next: number | null })
  | (CallTo<'look at bundle'> & { rows: BundleEnrollment[] })
  | (CallTo<'read bundle'> & { courses: string[] })
  | (CallTo<'enroll'> & { row: Enrollment })
  | CallTo<'set dates'>
  | (CallTo<'enroll in bundle'> & { queued: boolean })
  | CallTo<'set bundle dates'>

export type ReplyTo<Do extends SiteCall['do']> = Extract<SiteReply, { do: Do }>

/** What a call without an answer leaves in doubt: whether there is a user, or what they have of a target. */
export type Doubt = 'user' | TargetKey

/**
 * What a lost answer leaves in doubt: `user` or a target. Any firing looks at Thinkific before deciding about it again.
 * Null for calls that can be repeated: looking, sending fields.
 */
export function findDoubt(call: SiteCall): Doubt | null {
  switch (call.do) {
    case 'create user':
      return 'user'
    case 'enroll':
    case 'set dates':
      return courseKey(call.course)
    case 'enroll in bundle':
    case 'set bundle dates':
      return `bundle:${call.bundle}`
    default:
      return null
  }
}
