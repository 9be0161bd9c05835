/** The secret that customers' documents are named with. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openCustomerKeys } from '../../../../src/integrations/thinkific/storage/customer-key'
import { seal, UnsealError, unseal } from '../../../../src/secrets/sealing'
import { academy, KEYS } from '../academy'

const ADA = 'ada@example.com'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('Customers’ keys', () => {
  test('is sealed for its own object, and opens in no other', async () => {
    const shop = await academy()
    const { storage } = shop.site
    const own = await shop.site.customerKey(ADA)
    expect(await (await openCustomerKeys(storage, KEYS, shop.ports.object))(ADA)).toBe(own)
    await expect(openCustomerKeys(storage, KEYS, 'another object')).rejects.toThrow(UnsealError)
  })

  test('of before, sealed as every object’s was, opens, names the same customers and is sealed for its own', async () => {
    const shop = await academy()
    const { storage } = shop.site
    const own = await shop.site.customerKey(ADA)
    const context = `customer keys:${shop.ports.object}`
    const secret = await unseal(KEYS, context, storage.readFact('customer key') ?? '')
    storage.saveFact('customer key', await seal(KEYS, 'customer keys', secret))
    shop.evict()
    expect(await shop.site.customerKey(ADA)).toBe(own)
    expect(await unseal(KEYS, context, shop.site.storage.readFact('customer key') ?? '')).toBe(secret)
  })
})
