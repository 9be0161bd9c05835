/** Outcomes that no site is asked for. */
import { instructionOf, isInForce } from '../../model/instruction'
import { explainYield } from '../../rules/explain'
import type { JournalStore } from '../journal-store'
import { explainNoRule, explainNotUnderstood, explainSkippedTest } from '../log/sentences'
import { newResult, type Receipt, type Result } from './receipt'

/** Skipped test orders and superseded twins. @param fresh results just matched */
export function settleImmediately(store: JournalStore, receipt: Receipt, fresh: Result[], now: number): void {
  for (const result of fresh) {
    const { firing } = result
    if (firing === null) {
      continue
    }
    const decider = receipt.results.find((one) => one.firing?.id === firing.yieldsTo)?.firing
    const instruction = instructionOf(firing)
    const isOn = isInForce(instruction)
    if (isOn && instruction.options.skipTest && receipt.event.test === true) {
      store.settle(receipt, result, 'test order skipped', explainSkippedTest(firing), now)
    } else if (isOn && decider) {
      store.settle(receipt, result, 'superseded', explainYield(decider), now)
    }
  }
}

/** The single entry of an event that fired nothing, or nothing a rule matches. */
export function settleEvent(store: JournalStore, receipt: Receipt, why: (string | null)[], now: number): void {
  const result = receipt.results.find((one) => one.n === 0) ?? newResult(0, null)
  if (!receipt.results.includes(result)) {
    receipt.results.push(result)
  }
  const { event, fired } = receipt
  if (event.type === null) {
    const outcome = event.harmless ? 'no change' : 'not understood'
    store.settle(receipt, result, outcome, explainNotUnderstood(event), now)
  } else {
    const reasons = [...new Set(why.filter((reason) => reason !== null))]
    const outcome = fired.every((item) => item.length === 0) ? 'no change' : 'no rule'
    store.settle(receipt, result, outcome, reasons.join(' ') || explainNoRule(event, fired), now)
  }
}
