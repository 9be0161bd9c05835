/** Which rules an event fires and what would come of each. Calls nothing at Thinkific and changes nothing. */
import type { Context } from 'hono'
import { settingsFor } from '../../db/rules-match'
import { jobOf } from '../../dispatch/job'
import type { MarketEvent } from '../../intake/event'
import type { Outcome } from '../../journal/outcome'
import type { Firing } from '../../rules/firing'
import { match } from '../../rules/match'
import type { Rule } from '../../rules/rule'
import type { Trigger } from '../../rules/triggers'
import type { Web } from '../context'

export interface Explained {
  rule: Rule
  trigger: Trigger
  outcome: Outcome
  sentence: string
}

/** @param triggers what the event fires, for each of its items */
export async function explain(c: Context<Web>, event: MarketEvent, triggers: Trigger[]): Promise<Explained[]> {
  const { marketplace } = event
  const wanted = event.items.flatMap(({ productId }) =>
    triggers.map((trigger) => ({ marketplace, product: productId, trigger })),
  )
  const settings = await settingsFor(c.env.DB, wanted, [marketplace])
  const fired = triggers.map((trigger) => ({ trigger, happenedAt: event.happenedAt, impliedBy: null }))
  const firings = match(
    event,
    event.items.map(() => fired),
    settings.rules,
    'try',
  )
  return Promise.all(firings.map(async (firing) => ({ ...named(firing), ...(await outcomeOf(firing)) })))

  async function outcomeOf(firing: Firing): Promise<{ outcome: Outcome; sentence: string }> {
    const settled = withoutSite(firing, event)
    const job = settled ? null : jobOf({ event, firing, origin: 'event', person: null }, settings)
    if (settled) return settled
    if (job === null) return { outcome: 'not understood', sentence: 'The event names no customer.' }
    return c.env.THINKIFIC_SITE.getByName(firing.rule.site).explain(job)
  }
}

/** What the journal decides by itself, before any site is asked. */
function withoutSite(firing: Firing, event: MarketEvent): { outcome: Outcome; sentence: string } | null {
  if (!firing.rule.on) return { outcome: 'rule off', sentence: 'The rule is switched off.' }
  if (firing.rule.options.skipTest && event.test === true)
    return { outcome: 'test order skipped', sentence: 'The rule skips test orders, and this is one.' }
  if (firing.yieldsTo !== null)
    return { outcome: 'superseded', sentence: 'Another rule, on the event’s own trigger, decides for this target.' }
  return null
}

function named({ rule, trigger }: Firing): { rule: Rule; trigger: Trigger } {
  return { rule, trigger }
}
