/** A call that goes unanswered, and an event that asks for something else before the firing that made it comes back. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Academy, academy, advanceTime, CELLO, DUO, HOUR, PIANO, START, VIOLIN } from '../academy'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const club = { target: DUO, subscription: 's1' }

/** The next such call takes effect, and its answer is lost. */
function loseAnswer(shop: Academy, method: string, path: RegExp) {
  shop.simulator.faults.add({
    kind: 'no answer',
    effect: true,
    times: 1,
    match: (call) => call.method === method && path.test(call.path),
  })
}

describe('A course that has left its bundle', () => {
  /** Violin has left the bundle, and the answer to the call that closes it is lost. */
  async function closeUnanswered(shop: Academy) {
    await shop.receive({ target: CELLO, product: 'cello', order: 'o0' })
    await shop.receive(club)
    await shop.receive({ target: DUO, product: 'gift', order: 'o2' })
    shop.owner.setBundleCourses(Number(DUO.id), [Number(PIANO.id)])
    const removed = { does: 'expire', options: { removeAlways: true } } as const
    const paused = await shop.job({ ...club, ...removed, trigger: 'subscription.canceled', at: 24 })
    vi.setSystemTime(START + 24 * HOUR)
    loseAnswer(shop, 'PUT', /^\/enrollments/)
    expect(await shop.settle([paused])).toMatchObject([{ final: false }])
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['closed', 'closed'])
    return paused
  }

  test.each(['made', 'put off'])('that another purchase of it opened is given back with the bundle, whose call is %s', async (how) => {
    const shop = await academy(how === 'made' ? {} : { bundlePost: '202', bundleDelaySeconds: 120 })
    const paused = await closeUnanswered(shop)
    const restarted = { trigger: 'subscription.restarted', event: 'r1', subscription: 's1', at: 24 } as const
    await shop.note(restarted).catch(() => null)
    expect((await shop.settled(paused)).final).toBe(true)
    await advanceTime(HOUR)
    await shop.note(restarted)
    expect([shop.has(PIANO), shop.has(VIOLIN)]).toEqual(['open', 'open'])
  })
})
