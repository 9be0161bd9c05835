/** A line of the log. */
import type { LogRow } from '../../../src/journal/queries'

export const TODAY = Date.parse('2026-11-23T10:45:00Z')

export function logRow(changes: Partial<LogRow> = {}): LogRow {
  return {
    id: 'evt_1~1',
    event: 'evt_1',
    at: TODAY,
    happenedAt: TODAY,
    receivedAt: TODAY,
    outcome: 'enrolled',
    sentence: 'Enrolled in Course Two.',
    trigger: 'product.purchased',
    typeWord: 'product.purchased',
    customer: { email: 'ada@example.com', name: 'Ada Byron' },
    product: { id: '440369', name: 'Power Yoga' },
    orderId: '19026152',
    subscriptionId: null,
    rule: { id: 'rule-1', name: 'Power Yoga → Course Two' },
    integration: { id: 'academy', name: 'Academy', site: 'academy' },
    action: 'create_course',
    target: { kind: 'course', id: '1002', name: 'Course Two' },
    test: false,
    madeHere: false,
    repeats: 0,
    waiting: null,
    ...changes,
  }
}
