/** Before a firing's first call: does its integration get in, does the site answer, has its turn come? */

import type { WaitReason } from '../../../model/outcome'
import type { Job } from '../job'
import type { Site } from '../site/site'
import type { SiteCall } from '../steps/site-call'

/** `promised`: so many calls stand behind the turn it has. `at`: when to come back, epoch ms. */
type Admission =
  | { open: true; probe: boolean; promised: number }
  | { open: false; reason: WaitReason; at: number; sentence: string; parked: boolean }

const SILENT = 'Thinkific does not answer at present; this goes on by itself once it does.'
const FULL = 'It waits for its turn: the site’s requests for the minute are used.'

/** Asks in that order; only the last answer takes something, a turn. `customer`: their document's key. */
export function requestAdmission(
  site: Site,
  { integration }: Job,
  id: string,
  customer: string,
  call: SiteCall,
  now: number,
): Admission {
  const fault = site.integrations.findFault(integration.id)
  if (fault !== null) {
    return { open: false, reason: 'credentials', at: fault.probeAt, sentence: fault.sentence, parked: true }
  }
  // A launch brings order and upsells one by one: only the first of them is for the user as well.
  const madeBefore = call.do === 'create user' && site.reservations.isUserBeingCreated(customer, id)
  const promised = madeBefore ? 1 : estimateCalls(call)
  const may = site.permission(now)
  if (may.go === 'probe') {
    return { open: true, probe: true, promised }
  }
  if (may.go === 'defer') {
    // Those put off come back one after the other: once the site answers again there is no crowd.
    const at = may.parked ? may.at : site.reservations.requestAfter(id, promised, may.at)
    return { open: false, reason: 'held', at, sentence: SILENT, parked: may.parked }
  }
  const at = site.reservations.request(id, promised, now)
  return at === null
    ? { open: true, probe: false, promised }
    : { open: false, reason: 'pace', at, sentence: FULL, parked: false }
}

/** How many calls a firing that begins with this one probably needs, so that its turn holds them all. */
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
