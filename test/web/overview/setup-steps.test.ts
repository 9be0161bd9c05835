import { describe, expect, test } from 'vitest'
import { listSetupSteps, type SetupState } from '../../../src/web/overview/setup-steps'

const NEW: SetupState = {
  integrations: 0,
  kinds: 'Thinkific',
  products: 0,
  rules: 0,
  hasStoreEvent: false,
  enrolled: false,
  settled: false,
}

describe('The steps of a setup', () => {
  test('are ticked one by one, in any order', () => {
    expect(ticks(NEW)).toBe('-----')
    expect(ticks({ ...NEW, integrations: 1 })).toBe('x----')
    expect(ticks({ ...NEW, integrations: 1, hasStoreEvent: true, products: 1 })).toBe('xxx--')
    expect(ticks({ ...NEW, integrations: 1, products: 1, rules: 2 })).toBe('x-xx-')
  })

  test('stay after a test enrolled a customer, until the store sent an event', () => {
    const tested = { ...NEW, integrations: 1, products: 1, rules: 2, enrolled: true }
    expect(ticks(tested)).toBe('x-xxx')
    expect(listSetupSteps('/m/m1', { ...tested, hasStoreEvent: true })).toBeNull()
  })

  test('are not shown to a marketplace that has gone its own way for a month', () => {
    expect(listSetupSteps('/m/m1', { ...NEW, settled: true })).toBeNull()
  })
})

function ticks(standing: SetupState): string {
  return (listSetupSteps('/m/m1', standing) ?? []).map((step) => (step.done ? 'x' : '-')).join('')
}
