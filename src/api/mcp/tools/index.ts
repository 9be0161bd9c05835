/** Every tool: one line each. */
import type { Tool } from '../tool/tool'
import { enroll } from './enroll'
import { explainRule } from './explain-rule'
import { findCustomer } from './find-customer'
import { listAttention } from './list-attention'
import { listEntries } from './list-entries'
import { replay, retry } from './run-entry'
import { whyNotEnrolled } from './why-not-enrolled'

export const TOOLS: readonly Tool[] = [
  whyNotEnrolled,
  findCustomer,
  listAttention,
  listEntries,
  explainRule,
  retry,
  replay,
  enroll,
]
