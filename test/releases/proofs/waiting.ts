import { expect, test } from 'vitest'
import type { Captured } from '../release'
import { Started } from '../start'
import { ACADEMY, COURSES, GALLERY, STUDIO, WORKSHOP, WORKSHOP_NEW_KEY, YOGA } from '../story/places'
import { FORMS, formId } from '../support'

const MINUTE_MS = 60_000

export function waiting(captured: Captured): void {
  const started = Started.forEach(captured)
  const simulator = () => started().installation.simulator
  /** Leaves the queue with the messages about one event, or with none. */
  const onlyQueued = (event: string) => {
    const { pending } = started().installation.queue
    pending.splice(0, pending.length, ...pending.filter(({ body }) => JSON.stringify(body).includes(`"${event}"`)))
  }
  const later = (minutes: number) => started().installation.later(minutes * MINUTE_MS)

  test('an outage of days ends: everything parked for it runs without a click', async () => {
    simulator().faults.endOutage(STUDIO.subdomain)
    const calls = await started().callsFor(() => later(6))
    expect(ofSite(calls, 'studio')).toEqual({
      'GET /courses': 1,
      // Each looks whether its call that got no answer made a user.
      'GET /users': 5,
      'POST /users': 5,
      'POST /bundles/:id/enrollments': 5,
      'PUT /bundles/:id/enrollments': 1,
    })
    for (const name of ['pat', 'pia', 'pim', 'pol', 'pru']) {
      expect(await started().outcomes(`${name}-watercolor`)).toEqual(['enrolled'])
      expect(started().access(name, 1101, 'studio')).toBe('full')
    }
    expect(await started().outcomes('rosa-refund')).toEqual(['expired'])
    expect(started().access('rosa', 1101, 'studio')).toBe('expired')
  })

  test('an outage of minutes ends: what waited runs, and a refund that came meanwhile counts', async () => {
    simulator().faults.endOutage(GALLERY.subdomain)
    const calls = await started().callsFor(() => later(3))
    expect(ofSite(calls, 'gallery')).toEqual({
      'GET /courses': 1,
      'GET /users': 2,
      'POST /users': 2,
      'POST /enrollments': 2,
      'PUT /enrollments/:id': 1,
    })
    expect(await started().outcomes('tess-prints')).toEqual(['enrolled'])
    expect(await started().outcomes('quin-prints')).toEqual(['enrolled'])
    expect(await started().outcomes('quin-refund')).toEqual(['expired'])
    expect(started().access('quin', COURSES.Prints, 'gallery')).not.toBe('full')
  })

  test('the key is put back in Thinkific: what it parked runs without a click, what was given up does not', async () => {
    simulator().site(WORKSHOP.subdomain).resetApiKey(WORKSHOP.apiKey)
    const calls = await started().callsFor(() => later(6))
    expect(ofSite(calls, 'workshop')).toEqual({
      'GET /courses': 1,
      'POST /users': 2,
      'POST /enrollments': 2,
    })
    for (const name of ['mae', 'moe']) expect(await started().outcomes(`${name}-throwing`)).toEqual(['enrolled'])
    expect(await started().outcomes('ned-throwing')).toEqual(['given up'])
    expect(started().access('ned', COURSES.Throwing, 'workshop')).toBe('none')
  })

  test('a new key is entered: what the old one parked runs at once', async () => {
    await started().submit(FORMS.integration(formId(YOGA.workshop)), {
      ...{ name: 'Workshop', site: WORKSHOP.subdomain, key: WORKSHOP_NEW_KEY, pace: '120' },
    })
    expect(await started().outcomes('mae-throwing')).toEqual(['enrolled'])
    await started().submit(FORMS.retry(started().entry('ned-throwing')))
    expect(await started().outcomes('ned-throwing')).toEqual(['enrolled'])
  })

  test('a course that was missing is back: one click enrolls', async () => {
    onlyQueued('')
    const id = COURSES['Workshop 2019']
    simulator().site(ACADEMY.subdomain).addCourse({ id, name: 'Workshop 2019', productId: 3_999 })
    const calls = await started().callsFor(() => started().submit(FORMS.retry(started().entry('oda-workshop'))))
    expect(calls).toEqual({ 'academy POST /enrollments': 1 })
    expect(started().access('oda', id)).toBe('full')
  })

  test('a call whose answer was lost is looked for before it is made again', async () => {
    onlyQueued('yan-yoga')
    const calls = await started().callsFor(() => started().installation.settle())
    expect(ofSite(calls, 'academy')).toEqual({ 'GET /enrollments': 1 })
    expect(await started().outcomes('yan-yoga')).toEqual(['enrolled', 'rule off'])
    expect(simulator().emails.filter(({ to }) => to === 'yan@example.com')).toHaveLength(1)
  })

  test('a bundle that Thinkific promised is not asked for twice', async () => {
    await later(1)
    expect(await started().outcomes('nell-calm')).toEqual(['waiting'])
    const calls = await started().callsFor(() => later(20))
    expect(ofSite(calls, 'academy')).toEqual({ 'GET /bundles/:id/enrollments': 1 })
    expect(await started().outcomes('nell-calm')).toEqual(['enrolled'])
    expect(started().access('nell', COURSES['Breath Basics'])).toBe('full')
  })

  test('a rule that is switched off ends what waited for it, without a call', async () => {
    onlyQueued('')
    const calls = await started().callsFor(() => started().submit(FORMS.activation(formId(124)), { on: 'no' }))
    expect(calls).toEqual({})
    expect(await started().outcomes('tess-prints')).toEqual(['rule off'])
  })

  test('a person gives up what waits', async () => {
    await started().submit(FORMS.givingUp(started().entry('tess-prints')))
    expect(await started().outcomes('tess-prints')).toEqual(['given up'])
  })
}

function ofSite(calls: Record<string, number>, site: string): Record<string, number> {
  const own = Object.entries(calls).filter(([call]) => call.startsWith(`${site} `))
  return Object.fromEntries(own.map(([call, times]) => [call.slice(site.length + 1), times]))
}
