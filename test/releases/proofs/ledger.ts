import { expect, test } from 'vitest'
import { type Order, postSamcart } from '../hooks'
import type { Captured } from '../release'
import { Started } from '../start'
import { storedNow } from '../stored'
import { COURSES, PRODUCTS } from '../story/places'
import { of, samcart } from '../story/weeks'
import { FORMS } from '../support'

const TWO = COURSES['Course Two']
const BREATH = COURSES['Breath Basics']
const REFUNDED = 'product.refunded'

export function ledger(captured: Captured): void {
  const started = Started.forAll({ ...captured, queue: [] })
  const club = (name: string) => of(name, PRODUCTS.club, { subscription: `club-of-${name}` })
  const calls = (id: string, type: string, order: Order, shop: 'yoga' | 'art' = 'yoga') =>
    started().callsFor(() => started().send(id, type, order, shop))

  test('repeats are repeats: nothing is called, nothing is logged', async () => {
    const lines = await started().log()
    expect(await calls('bo-yoga', 'product.purchased', of('bo', PRODUCTS.yoga))).toEqual({})
    const { endpoint } = captured.release.marketplaces.yoga
    const again = samcart('Order', 'vic', { id: 7001, total: '97.00' })
    const posted = await started().callsFor(async () => {
      expect(await postSamcart(endpoint, again)).toBe(202)
      await started().installation.settle()
    })
    expect(posted).toEqual({})
    expect(await started().log()).toEqual(lines)
  })

  test('a refund ends what its purchase gave, with one call', async () => {
    expect(await calls('vic-refund', REFUNDED, of('vic', PRODUCTS.yoga, { order: '7001' }))).toEqual({
      'academy PUT /enrollments/:id': 1,
    })
    expect(await started().outcomes('vic-refund')).toEqual(['expired'])
    expect(started().access('vic', TWO)).toBe('expired')
  })

  test('what another marketplace sold is kept, until that is refunded as well', async () => {
    expect(await calls('ada-refund', REFUNDED, of('ada', PRODUCTS.yoga))).toEqual({})
    expect(await started().outcomes('ada-refund')).toEqual(['kept'])
    await calls('ada-refund', REFUNDED, of('ada', 'mural'), 'art')
    expect(await started().outcomesIn('art', 'ada-refund')).toEqual(['expired'])
    expect(started().access('ada', TWO)).toBe('expired')
  })

  test('a payment moves the end of what it pays for', async () => {
    const until = () => started().installation.simulator.site('academy').access('dan@example.com')[0]?.until ?? 0
    const before = until()
    await calls('dan-charge-again', 'subscription.charged', club('dan'))
    expect(await started().outcomes('dan-charge-again')).toEqual(['renewed'])
    expect(until()).toBeGreaterThan(before)
  })

  test('what another purchase kept ends with that', async () => {
    expect(started().access('dan', TWO)).toBe('full')
    expect(await calls('dan-club-refund', REFUNDED, club('dan'))).toEqual({
      'academy GET /bundles/:id': 1,
      'academy PUT /bundles/:id/enrollments': 1,
    })
    expect(started().access('dan', TWO)).toBe('expired')
    expect(started().access('eve', BREATH)).toBe('full')
    await calls('eve-breath-refund', REFUNDED, of('eve', PRODUCTS.breath))
    expect(started().access('eve', BREATH)).toBe('expired')
  })

  test('access given by hand before survives a refund', async () => {
    expect(await calls('gus-refund', REFUNDED, of('gus', PRODUCTS.yoga))).toEqual({})
    expect(await started().outcomes('gus-refund')).toEqual(['kept'])
    expect(started().access('gus', TWO)).toBe('full')
  })

  test('an administrator is left alone', async () => {
    const owner = of('owner', PRODUCTS.yoga, { email: 'owner@academy.example.com' })
    await calls('owner-again', 'product.purchased', { ...owner, order: 'another' })
    expect(await calls('owner-refund-again', REFUNDED, { ...owner, order: 'another' })).toEqual({})
    expect(await started().outcomes('owner-refund-again')).toEqual(['administrator, left alone'])
  })

  test('a purchase that moved to a corrected email ends there', async () => {
    expect(started().access('rex', TWO)).toBe('full')
    await calls('typo-refund', REFUNDED, of('typo', PRODUCTS.yoga))
    expect(await started().outcomes('typo-refund')).toEqual(['expired'])
    expect(started().access('rex', TWO)).toBe('expired')
  })

  test('a customer who was erased is named nowhere, and a refund still ends the purchase', async () => {
    const { journals, sites } = captured
    const names = { journals: Object.keys(journals), sites: Object.keys(sites) }
    const stored = JSON.stringify(await storedNow(names))
    expect(/sue@example|sue ltd|"sue"/i.exec(stored)).toBeNull()
    await calls('sue-refund', REFUNDED, club('sue'))
    expect(await started().outcomes('sue-refund')).toEqual(['expired'])
    expect(started().access('sue', TWO)).toBe('expired')
  })

  test('a dunning cycle goes on: one more failure fires nothing, the last ends access', async () => {
    expect(await calls('cleo-third', 'subscription.charge_failed', club('cleo'))).toEqual({})
    expect(await started().outcomes('cleo-third')).toEqual(['no change'])
    await started().installation.later(3_600_000)
    const { order: _, ...withoutOrder } = club('cleo')
    await calls('cleo-delinquent', 'subscription.delinquent', withoutOrder)
    expect(await started().outcomes('cleo-delinquent')).toEqual(['expired', 'superseded'])
    expect(started().access('cleo', TWO)).toBe('expired')
  })

  test('each credential on a site with two marketplaces was asked once which sites it opens', () => {
    // The first release never asked; later ones left the answer behind.
    expect(started().askedElsewhere).toBe(captured.version === '0.1.0' ? 2 : 0)
  })

  test('a test order is undone', async () => {
    expect(started().access('tim', TWO)).toBe('full')
    await started().submit(FORMS.undoing(started().entry('tim-yoga')))
    expect(started().access('tim', TWO)).toBe('expired')
  })
}
