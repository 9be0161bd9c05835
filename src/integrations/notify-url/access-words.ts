/** What a post on access is about, before what its receiver made of it: "Ada was given Course Two; hooks.example.com …". */
import type { FiringJob } from '../../model/firing-job'
import type { Settling } from '../../model/outcome'
import { type AccessTrigger, isAccessTrigger } from '../../model/trigger'

type AccessJob = Pick<FiringJob, 'eventType' | 'customer' | 'event'>

const WORDS: Record<AccessTrigger, string> = {
  'access.given': 'was given',
  'access.ended': 'no longer has',
  'access.failed': 'could not be given',
  'access.ends_soon': 'will soon lose',
}

export function withAccess({ eventType, customer, event }: AccessJob, settling: Settling): Settling {
  if (!isAccessTrigger(eventType) || event?.access === undefined) {
    return settling
  }
  const who = customer.firstName ?? customer.email
  return { ...settling, sentence: `${who} ${WORDS[eventType]} ${event.access.target.name}; ${settling.sentence}` }
}
