import { CORRECT_EMAIL } from './correct-email'
import { DELETE_INTEGRATION } from './delete-integration'
import { DELETE_MARKETPLACE } from './delete-marketplace'
import { DELETE_PRODUCT } from './delete-product'
import { END_PAST, ENROLL_BUYERS } from './earlier-run'
import { END_ACCESS } from './end-access'
import { END_WAITING } from './end-waiting'
import { ERASE_CUSTOMER } from './erase-customer'
import { FIX_DIFFERENCES_KIND } from './fix-differences'
import type { JobKind } from './job'

import { LIST_CUSTOMERS } from './list-customers'
import { RECONCILE_KIND } from './reconcile'
import { RUN_ENTRIES } from './run-entries'
import { UNDO } from './undo'

export const JOB_KINDS: readonly JobKind[] = [
  asKind(END_ACCESS),
  asKind(END_WAITING),
  asKind(DELETE_INTEGRATION),
  asKind(DELETE_MARKETPLACE),
  asKind(DELETE_PRODUCT),
  asKind(CORRECT_EMAIL),
  asKind(ERASE_CUSTOMER),
  asKind(RUN_ENTRIES),
  asKind(ENROLL_BUYERS),
  asKind(END_PAST),
  asKind(UNDO),
  asKind(LIST_CUSTOMERS),
  asKind(RECONCILE_KIND),
  asKind(FIX_DIFFERENCES_KIND),
]

/** A record is only ever given to the kind that stored it. */
function asKind<Input extends object, Progress extends object>(kind: JobKind<Input, Progress>): JobKind {
  return kind as unknown as JobKind
}
