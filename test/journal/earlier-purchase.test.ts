import { describe, expect, test } from 'vitest'
import { findEarlierFiring, hasEndedUnseen } from '../../src/journal/customers/earlier-purchase'
import { newReceipt, newResult, type Receipt } from '../../src/journal/receipts/receipt'
import type { EventType } from '../../src/model/event-type'
import type { FinalOutcome } from '../../src/model/outcome'
import { triggersOfEvent } from '../../src/rules/explain'
import { AT, about, sampleEvent, sampleRule } from './samples'

const rule = sampleRule()

function receiptOf(outcome: FinalOutcome | null = null, more: Partial<Receipt> = {}): Receipt {
  const event = sampleEvent()
  const receipt = { ...newReceipt('ada.e1', event, AT), fired: triggersOfEvent(event) }
  const firing = findEarlierFiring(receipt, { rule })
  const results = outcome === null ? [] : [{ ...newResult(1, firing), outcome }]
  return { ...receipt, results, ...more }
}

describe('A purchase that a rule was too late for', () => {
  test('is one without a result of the rule, or with one that says that it was off', () => {
    expect(findEarlierFiring(receiptOf(), { rule })).toMatchObject({ trigger: 'product.purchased', item: 0 })
    expect(findEarlierFiring(receiptOf('rule off'), { rule })).not.toBeNull()
    for (const outcome of ['enrolled', 'superseded', 'target missing', 'given up'] as const) {
      expect(findEarlierFiring(receiptOf(outcome), { rule })).toBeNull()
    }
  })

  test('is not one that is erased, being replayed, of another product, or that fired nothing', () => {
    expect(findEarlierFiring(receiptOf(null, { erased: true }), { rule })).toBeNull()
    expect(findEarlierFiring(receiptOf(null, { replay: { person: 'Ben', at: AT } }), { rule })).toBeNull()
    expect(findEarlierFiring(receiptOf(null, { fired: [[]] }), { rule })).toBeNull()
    expect(findEarlierFiring(receiptOf(), { rule: { ...rule, product: 'p2' } })).toBeNull()
    expect(findEarlierFiring(receiptOf(), { rule: { ...rule, product: '*' } })).not.toBeNull()
  })
})

describe('A purchase whose ending no integration saw', () => {
  const purchase = sampleEvent()
  const later = (type: EventType, at: number, more = {}) =>
    sampleEvent({ type, happenedAt: AT + at, receivedAt: AT + at, ...more })

  test('has ended, unless good news followed', () => {
    const refund = later('product.refunded', 5)
    expect(hasEndedUnseen(purchase, 0, [purchase, refund], AT + 100)).toBe(true)
    const reversed = later('product.refund_reversed', 6)
    expect(hasEndedUnseen(purchase, 0, [reversed, refund], AT + 100)).toBe(false)
  })

  test('has not ended by what the ledger saw, nor by another order, subscription or product', () => {
    const refund = later('product.refunded', 5)
    expect(hasEndedUnseen(purchase, 0, [refund], AT + 5)).toBe(false)
    expect(hasEndedUnseen(purchase, 0, [{ ...refund, orderId: 'o2' }], AT + 100)).toBe(false)
    expect(hasEndedUnseen(purchase, 0, [{ ...refund, orderId: null }], AT + 100)).toBe(true)
    expect(hasEndedUnseen(purchase, 0, [{ ...refund, items: [] }], AT + 100)).toBe(false)
    const canceled = { type: 'subscription.canceled', happenedAt: AT + 5, receivedAt: AT + 5 } as const
    expect(hasEndedUnseen(about('s1', {}), 0, [about('s2', canceled)], AT + 100)).toBe(false)
    expect(hasEndedUnseen(about('s1', {}), 0, [about('s1', { ...canceled, orderId: 'o7' })], AT + 100)).toBe(true)
  })
})
