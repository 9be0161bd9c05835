import { describe, expect, test } from 'vitest'
import { buildBody } from '../../src/integrations/notify-url/body'
import { judgeAnswer } from '../../src/integrations/notify-url/client/verdict'
import { type AccessTrigger, TRIGGER_CATEGORIES } from '../../src/model/trigger'
import { read } from './documents'

const GUIDE = read('docs/receivers.md')

describe('the receiver’s guide', () => {
  test('the guide for receivers shows the body as it is posted', () => {
    const [, example = ''] = /```\n(\{.*?\n\})\n```/s.exec(GUIDE) ?? []
    const { data, ids, product, rule } = JSON.parse(example)
    const { email, first_name: firstName, last_name: lastName, id } = data.customer
    const { period_end: periodEnd, failed_attempts: failedAttempts } = data.subscription
    const happenedAt = Date.UTC(2026, 10, 20, 10, 15)
    const body = buildBody({
      firing: {
        id: ids.entry,
        event: ids.event,
        trigger: rule.trigger,
        happenedAt,
        impliedBy: null,
        ownTrigger: true,
      },
      eventType: 'subscription.charged',
      happenedAt,
      customer: { email, firstName, lastName, id },
      purchase: {
        marketplace: ids.marketplace,
        productId: product.id,
        productName: product.name,
        orderId: data.order.id,
        subscription: { id: data.subscription.id, failedAttempts, periodEnd: Date.parse(periodEnd) },
        payments: [data.payment.id],
        test: false,
      },
      event: {
        rule: { id: rule.id, name: rule.name },
        role: 'primary',
        test: data.test,
        customFields: data.custom_fields,
      },
    })
    expect(body).toBe(JSON.stringify(JSON.parse(example)))
  })

  test('the guide for receivers shows what became of access as it is posted', () => {
    const [, example = ''] = /```\n {2}("access": \{.*?\n {2}\})\n```/s.exec(GUIDE) ?? []
    const { access } = JSON.parse(`{${example}}`)
    const integration = { id: 'i1', name: 'Academy', kind: 'thinkific', site: 'academy' }
    const posted = (type: AccessTrigger, endsAt: number | null) =>
      JSON.parse(
        buildBody({
          firing: { id: 'e', event: 'a', trigger: type, happenedAt: 0, impliedBy: null, ownTrigger: true },
          eventType: type,
          happenedAt: 0,
          customer: { email: 'ada@example.com', firstName: null, lastName: null, id: null },
          purchase: {
            marketplace: 'm1',
            productId: '1',
            productName: null,
            orderId: null,
            subscription: null,
            test: false,
          },
          event: {
            rule: { id: 'r', name: 'R' },
            role: 'primary',
            test: null,
            customFields: {},
            access: { target: access.target, integration, endsAt },
          },
        }),
      )
    expect(posted('access.given', Date.parse(access.ends_at)).access).toEqual(access)
    expect(posted('access.ends_soon', null).access).toEqual({ ...access, status: 'ends_soon', ends_at: null })
    const types = [...GUIDE.matchAll(/^\| `(access\.\w+)` \|/gm)].map(([, type]) => type)
    expect(types).toEqual(TRIGGER_CATEGORIES.access.triggers)
  })

  test('the guide for receivers lists the answers that are tried again', () => {
    const [, listed = ''] = /\| ([\d, ]+), any 5xx, none \|/.exec(GUIDE) ?? []
    const statuses = Array.from({ length: 100 }, (_, n) => 400 + n)
    const temporary = statuses.filter((status) => {
      return judgeAnswer({ answered: true, status, headers: new Headers(), text: '' }, 0).is === 'temporary'
    })
    expect(listed).toBe(temporary.join(', '))
  })
})
