/** Events, rules and answers for tests: plain ones, and what a test needs to differ. */

import type { Attempt } from '../../src/model/attempt'
import { type EventItem, type MarketEvent, toStoredSource } from '../../src/model/event'
import type { FinalOutcome, Settling, WaitReason } from '../../src/model/outcome'
import { PLAIN_OPTIONS, type Rule } from '../../src/model/rule'

export const AT = Date.UTC(2026, 10, 20, 10)

export function sampleItem(productId = 'p1', different: Partial<EventItem> = {}): EventItem {
  return {
    productId,
    productName: `Product ${productId}`,
    role: 'primary',
    subscription: null,
    fingerprint: null,
    ...different,
  }
}

export function sampleEvent(different: Partial<MarketEvent> = {}): MarketEvent {
  return {
    v: 1,
    id: 'e1',
    marketplace: 'm1',
    ...toStoredSource({ kind: 'endpoint', endpoint: 'hook', sender: 'standard', format: 'standard' }),
    tells: 'facts',
    type: 'product.purchased',
    typeWord: 'product.purchased',
    problem: null,
    happenedAt: AT,
    receivedAt: AT,
    test: null,
    customer: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', id: null },
    orderId: 'o1',
    items: [sampleItem()],
    customFields: {},
    body: '{}',
    ...different,
  }
}

/** An event about a subscription. */
export function about(subscription: string, different: Partial<MarketEvent>): MarketEvent {
  return sampleEvent({
    items: [sampleItem('p1', { subscription: { id: subscription, failedAttempts: null, periodEnd: null } })],
    ...different,
  })
}

export function sampleRule(different: Partial<Rule> = {}): Rule {
  return {
    id: 'r1',
    marketplace: 'm1',
    name: 'Welcome',
    integration: 'i1',
    integrationName: 'Academy',
    site: 'academy',
    action: 'create_course',
    trigger: 'product.purchased',
    target: { kind: 'course', id: '7', name: 'Course Two' },
    product: 'p1',
    on: true,
    options: PLAIN_OPTIONS,
    ...different,
  }
}

export function final(outcome: FinalOutcome = 'enrolled', attempts: Attempt[] = []): Settling {
  return { final: true, outcome, sentence: `It ended ${outcome}.`, attempts }
}

export function waits(
  reason: WaitReason,
  at: number,
  different: { parked?: boolean; attempts?: Attempt[] } = {},
): Settling {
  return { final: false, at, reason, sentence: `Waiting: ${reason}.`, parked: false, attempts: [], ...different }
}

export function sampleAttempt(at: number, path = '/enrollments'): Attempt {
  return { at, took: 12, method: 'POST', path, request: '{}', status: 201, response: '{}', problem: null }
}
