/** Compares what a site has of one customer in one course with what the ledger grants them. Pure. */
import type { Difference, DifferenceGuess, GrantedAccess } from '../../../model/difference'
import type { Target } from '../actions'
import { type Enrollment, isOpenRow } from '../client/records'
import { type Customer, courseKey, type Purchase } from '../ledger/customer'
import { toMoment, toStoredEnd } from '../ledger/ends'
import { type Access, type Contents, resolveAccess } from '../ledger/grants'

/** Thinkific shows whole seconds, and its clock may differ by this much. */
const SAME_DATE_MS = 2_000

interface ComparedCustomer {
  /** As the marketplace may see them. */
  customer: Customer
  marketplace: string
  /** Of the difference; the marketplace's own for a customer of theirs. */
  email: string
  contents: Contents
  /** When the first customer of the site was reported; null before. Epoch ms. */
  begun: number | null
}

/** Null where both agree, or where another marketplace's purchase explains it. `row`: null for no enrollment. */
export function compareAccess(
  known: ComparedCustomer,
  course: Target,
  row: Enrollment | null,
  now: number,
): Difference | null {
  const { customer, marketplace, contents } = known
  const access = resolveAccess(customer, courseKey(course.id), contents, now)
  const isOpen = row !== null && isOpenRow(row, now)
  if (access.end <= now) {
    return isOpen
      ? { ...describe(known, course, row, now), kind: 'unexplained', ...guessOrigin(known, course, row) }
      : null
  }
  const ours = findGranted(access, marketplace)
  if (ours === null) {
    return null
  }
  if (!isOpen) {
    return { ...describe(known, course, row, now), kind: 'missing', ours, ...guessEnding(row) }
  }
  return isSameDate(toMoment(row.expiresAt), access.end)
    ? null
    : { ...describe(known, course, row, now), kind: 'date', ours, guess: 'date moved', since: row.updatedAt }
}

/** Null where nothing of the marketplace's own lets them in. */
export function findGranted({ end, by }: Access, marketplace: string): GrantedAccess | null {
  return by?.purchase?.marketplace === marketplace
    ? { end: toStoredEnd(end), through: by.through, purchase: namePurchase(by.purchase) }
    : null
}

function namePurchase({ product, productName, orders, subscriptions }: Purchase): GrantedAccess['purchase'] {
  return {
    productId: product,
    productName,
    orderId: orders[0] ?? null,
    subscriptionId: subscriptions[0] ?? null,
  }
}

function describe(
  { customer, email, marketplace }: ComparedCustomer,
  course: Target,
  row: Enrollment | null,
  now: number,
) {
  const isOwn = customer.history.some((event) => event.marketplace === marketplace)
  return {
    email,
    userId: row?.userId ?? (isOwn ? (customer.user?.id ?? null) : null),
    target: course.name === '' && row !== null ? { ...course, name: row.courseName } : course,
    theirs: row && { open: isOpenRow(row, now), end: row.expiresAt },
    ours: null,
  }
}

function guessEnding(row: Enrollment | null): { guess: DifferenceGuess; since: number | null } {
  if (row === null) {
    return { guess: 'no enrollment', since: null }
  }
  return row.activatedAt === null || row.freeTrial
    ? { guess: 'preview only', since: row.createdAt }
    : { guess: 'ended there', since: row.expiresAt }
}

function guessOrigin(
  { customer, marketplace, begun }: ComparedCustomer,
  course: Target,
  { activatedAt, createdAt }: Enrollment,
): { guess: DifferenceGuess; since: number | null } {
  const since = activatedAt ?? createdAt
  const own = customer.purchases.filter((purchase) => purchase.marketplace === marketplace)
  if (own.some(({ claims }) => claims[courseKey(course.id)] !== undefined)) {
    return { guess: 'ended here', since }
  }
  if (begun === null || (createdAt ?? since ?? begun) < begun) {
    return { guess: 'from before', since }
  }
  return { guess: own.length > 0 ? 'given there' : 'of a stranger', since }
}

function isSameDate(one: number, other: number): boolean {
  return one === other || Math.abs(one - other) <= SAME_DATE_MS
}
