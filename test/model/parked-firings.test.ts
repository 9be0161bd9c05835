/** What is parked for an error on our side waits for the journal's upkeep: no site releases it. */
import { describe, expect, test, vi } from 'vitest'
import { TRIES_BEFORE_PARKING } from '../../src/dispatch/park'
import { MESSAGE_VERSION } from '../../src/model/message'
import { createSimulator } from '../simulator/simulator'
import { Clock } from './clock'
import { KEY, TOKEN } from './object'
import { Product } from './product'
import { toEvent, toRule } from './reference/as-product'
import { BEGINNING, create, reportsOf, type Script, worldOf } from './reference/script'
import { SITE } from './setups'

const ADA = 'ada@example.com'
const SCRIPT: Script = { rules: [create('purchased')], events: [['purchased', 0, { email: ADA }]], right: [] }

describe('A firing parked for an error on our side', () => {
  test('is tried again, and settled', async () => {
    const silence = vi.spyOn(console, 'error').mockImplementation(() => {})
    const clock = new Clock(BEGINNING)
    const giveBack = clock.takeCharge(0)
    try {
      const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
      const simulator = createSimulator({ now: () => clock.now, sleep })
      const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY, accessToken: TOKEN })
      academy.addCourse({ id: 101, name: '101' })
      const { rules, failures } = worldOf(SCRIPT)
      const mishaps = [{ kind: 'crash', after: 0, at: 'call' } as const]
      const product = new Product({ rules: rules.map(toRule), mishaps }, simulator, clock)
      for (const report of reportsOf(SCRIPT)) {
        const event = toEvent(report, failures)
        product.send({ v: MESSAGE_VERSION, kind: 'event', event, copies: 0 }, BEGINNING, TRIES_BEFORE_PARKING)
      }
      await clock.quiet()
      expect(product.fired.map(({ settling }) => settling)).toMatchObject([{ final: true, outcome: 'enrolled' }])
      expect(academy.access(ADA)).toMatchObject([{ courseId: 101, state: 'full' }])
    } finally {
      giveBack()
      silence.mockRestore()
    }
  })
})
