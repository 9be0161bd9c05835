import { describe, expect, test } from 'vitest'
import type { SentThinkificJob, ThinkificJob } from '../../src/integrations/thinkific/thinkific-job'
import { readFiringJob } from '../../src/model/firing-job'
import type { Rule } from '../../src/model/rule'
import { PLAIN_OPTIONS } from '../../src/model/rule'

const RULE: Rule = {
  id: 'r1',
  marketplace: 'shop',
  name: 'Refund ends',
  integration: 'i1',
  integrationName: 'Academy',
  site: 'academy',
  action: 'expire_bundle',
  trigger: 'product.refunded',
  product: 'club',
  on: true,
  target: { kind: 'bundle', id: '201', name: 'Duo' },
  options: { ...PLAIN_OPTIONS, removeAlways: true, end: { when: 'later', days: 3 } },
}

const OLD: Exclude<SentThinkificJob, ThinkificJob> = {
  v: 1,
  eventType: 'product.refunded',
  happenedAt: 1,
  receivedAt: 2,
  origin: 'event',
  person: null,
  firing: {
    id: 'k~1',
    event: 'e1',
    item: 0,
    trigger: 'product.refunded',
    happenedAt: 1,
    rule: RULE,
    impliedBy: null,
    ownTrigger: true,
    yieldsTo: null,
  },
  customer: { email: 'ada@example.com', id: null, firstName: 'Ada', lastName: 'Byron' },
  purchase: {
    marketplace: 'shop',
    productId: 'club',
    productName: 'Club',
    orderId: 'o1',
    subscription: null,
    test: false,
  },
  fields: {},
  integration: {
    id: 'i1',
    name: 'Academy',
    marketplace: 'shop',
    site: 'academy',
    scheme: 'api_key',
    sealedCredential: 'sealed',
    requestsPerMinute: 120,
    siteWelcome: false,
  },
}

describe('A job', () => {
  test('of 0.1.0, which carries a rule, is an instruction to do what that rule says', () => {
    expect(readFiringJob(OLD).instruction).toEqual({
      action: 'expire_bundle',
      target: { kind: 'bundle', id: '201', name: 'Duo' },
      options: { ...PLAIN_OPTIONS, removeAlways: true, end: { when: 'later', days: 3 } },
      everyProduct: false,
    })
    expect(readFiringJob(OLD)).toMatchObject({ firing: { id: 'k~1' }, customer: OLD.customer, purchase: OLD.purchase })
  })

  test('with an instruction does that, whatever rule it is logged under', () => {
    const own = { ...OLD, instruction: { ...readFiringJob(OLD).instruction, options: PLAIN_OPTIONS } }
    expect(readFiringJob(own)).toBe(own)
  })
})
