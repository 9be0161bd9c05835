/** Checks before a firing's first call: credential, site, then pace. */

import type { WaitReason } from '../../../model/outcome'
import { WAITS_FOR_SLOT } from '../pace/firing-slots'
import type { Priority } from '../pace/pacer'
import type { Site } from '../site/site'
import type { SiteCall } from '../steps/site-call'
import { isBackground, type ThinkificJob } from '../thinkific-job'

/** `reserved`: how many calls its slot covers. `at`: when to come back, epoch ms. */
type Admission =
  | { open: true; probe: boolean; reserved: number }
  | { open: false; reason: WaitReason; at: number; sentence: string; parked: boolean }

const SILENT = 'Thinkific is not answering; this continues automatically once it does.'

/** Only the last check takes something, a slot. `customer`: key of their document. */
export function requestAdmission(
  site: Site,
  job: ThinkificJob,
  id: string,
  customer: string,
  call: SiteCall,
  now: number,
): Admission {
  const fault = site.integrations.faults.find(job.integration.id)
  if (fault !== null) {
    return { open: false, reason: 'credentials', at: fault.probeAt, sentence: fault.sentence, parked: true }
  }
  // A launch brings an order and its upsells separately; only the first of them also reserves for creating the user.
  const madeBefore = call.do === 'create user' && site.firingSlots.isUserBeingCreated(customer, id)
  const reserved = madeBefore ? 1 : estimateCalls(call)
  const may = site.permission(now)
  if (may.go === 'probe') {
    return { open: true, probe: true, reserved }
  }
  if (may.go === 'defer') {
    // Deferred firings come back one by one, so that they do not crowd a site that has just recovered.
    const at = may.parked ? may.at : site.slotsFor(job).requestAfter(id, reserved, may.at)
    return { open: false, reason: 'held', at, sentence: SILENT, parked: may.parked }
  }
  const at = site.slotsFor(job).request(id, reserved, now)
  return at === null
    ? { open: true, probe: false, reserved }
    : { open: false, reason: 'pace', at, sentence: WAITS_FOR_SLOT, parked: false }
}

export function priorityOf(job: ThinkificJob, hasSlot: boolean): Priority {
  if (isBackground(job)) {
    return 'background'
  }
  return hasSlot ? 'reserved' : 'unplanned'
}

/** Calls a firing that starts with this one probably needs. */
function estimateCalls(call: SiteCall): number {
  switch (call.do) {
    case 'find user':
      return 3
    case 'create user':
    case 'look at course':
    case 'look at courses':
    case 'look at bundle':
    case 'read bundle':
      return 2
    default:
      return 1
  }
}
