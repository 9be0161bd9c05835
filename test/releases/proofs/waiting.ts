import { describe, expect, test } from 'vitest'
import type { Captured } from '../release'
import { Started } from '../start'
import { ACADEMY, COURSES, GALLERY, STUDIO, WORKSHOP, WORKSHOP_NEW_KEY, YOGA } from '../story/places'
import { FORMS, formId } from '../support'

const MINUTE_MS = 60_000

/** Each cause is a site's or a customer's own, so that the tests of a describe share one start. */
export function waiting(captured: Captured): void {
  describe('runs without a click', () => {
    const started = Started.forAll(captured)
    const simulator = () => started().installation.simulator
    const later = (minutes: number) => started().installation.later(minutes * MINUTE_MS)

    test('a call whose answer was lost is looked for before it is made again', async () => {
      await started().installation.settle()
      expect(await started().outcomes('yan-yoga')).toEqual(['enrolled', 'rule off'])
      const { calls, emails } = simulator()
      const about = calls.filter(({ path, body }) => /course_id\]=1002/.test(path) || /yan@/.test(JSON.stringify(body)))
      expect(about.map(({ method }) => method)).toEqual(['GET'])
      expect(emails.filter(({ to }) => to === 'yan@example.com')).toHaveLength(1)
    })

    test('a bundle that Thinkific promised shows, and is not asked for twice', async () => {
      await started().installation.settle()
      expect(await started().outcomes('nell-calm')).toEqual(['waiting'])
      const calls = await started().callsFor(() => later(4))
      expect([calls['academy GET /bundles/:id/enrollments'], calls['academy POST /bundles/:id/enrollments']]).toEqual([
        ...[1, undefined],
      ])
      expect(await started().outcomes('nell-calm')).toEqual(['enrolled'])
      expect(started().access('nell', COURSES['Breath Basics'])).toBe('full')
    })

    test('an outage of minutes ends, and a refund that came meanwhile counts', async () => {
      const calls = await started().callsFor(async () => {
        simulator().faults.endOutage(GALLERY.subdomain)
        await later(15)
      })
      expect(ofSite(calls, 'gallery')).toEqual({
        'GET /courses': 1,
        'GET /users': 2,
        'POST /users': 2,
        'POST /enrollments': 2,
        'PUT /enrollments/:id': 1,
      })
      expect(await started().outcomes('tess-prints', 'quin-prints', 'quin-refund')).toEqual([
        ...['enrolled', 'enrolled', 'expired'],
      ])
      expect(started().access('quin', COURSES.Prints, 'gallery')).not.toBe('full')
    })

    test('an outage of days ends', async () => {
      simulator().faults.endOutage(STUDIO.subdomain)
      const calls = await started().callsFor(() => later(6))
      expect(ofSite(calls, 'studio')).toEqual({
        'GET /courses': 1,
        // Each looks whether its call that got no answer made a user.
        'GET /users': 5,
        'POST /users': 5,
        'POST /bundles/:id/enrollments': 5,
        // What the bundle holds is read again before its access ends.
        'GET /bundles/:id': 1,
        'PUT /bundles/:id/enrollments': 1,
      })
      const names = ['pat', 'pia', 'pim', 'pol', 'pru']
      const outcomes = await started().outcomes(...names.map((name) => `${name}-watercolor`), 'rosa-refund')
      expect(outcomes).toEqual([...names.map(() => 'enrolled'), 'expired'])
      expect(names.map((name) => started().access(name, 1101, 'studio'))).toEqual(names.map(() => 'full'))
      expect(started().access('rosa', 1101, 'studio')).toBe('expired')
    })

    test('the key is put back in Thinkific; what a person gave up stays so', async () => {
      simulator().site(WORKSHOP.subdomain).resetApiKey(WORKSHOP.apiKey)
      const calls = await started().callsFor(() => later(6))
      expect(ofSite(calls, 'workshop')).toEqual({ 'GET /courses': 1, 'POST /users': 2, 'POST /enrollments': 2 })
      expect(await started().outcomes('mae-throwing', 'moe-throwing', 'ned-throwing')).toEqual([
        ...['enrolled', 'enrolled', 'given up'],
      ])
      expect(started().access('ned', COURSES.Throwing, 'workshop')).toBe('none')
    })
  })

  describe('takes a person', () => {
    const started = Started.forAll({ ...captured, queue: [] })
    const submit = (path: string, fields = {}) => started().callsFor(() => started().submit(path, fields))

    test('a new key is entered: what the old one parked runs at once', async () => {
      const fields = { name: 'Workshop', site: WORKSHOP.subdomain, key: WORKSHOP_NEW_KEY, pace: '120' }
      await submit(FORMS.integration(formId(YOGA.workshop)), fields)
      expect(await started().outcomes('mae-throwing')).toEqual(['enrolled'])
      await submit(FORMS.retry(started().entry('ned-throwing')))
      expect(await started().outcomes('ned-throwing')).toEqual(['enrolled'])
    })

    test('a course that was missing is back: one click enrolls', async () => {
      const id = COURSES['Workshop 2019']
      const { simulator } = started().installation
      simulator.site(ACADEMY.subdomain).addCourse({ id, name: 'Workshop 2019', productId: 3_999 })
      const calls = await submit(FORMS.retry(started().entry('oda-workshop')))
      expect(calls).toEqual({ 'academy POST /enrollments': 1 })
      expect(started().access('oda', id)).toBe('full')
    })

    test('one click gives up', async () => {
      expect(await submit(FORMS.givingUp(started().entry('quin-prints')))).toEqual({})
      expect(await started().outcomes('quin-prints')).toEqual(['given up'])
    })

    test('a rule that is switched off ends what waited for it, without a call', async () => {
      expect(await submit(FORMS.activation(formId(124)), { on: 'no' })).toEqual({})
      expect(await started().outcomes('tess-prints')).toEqual(['rule off'])
    })
  })
}

function ofSite(calls: Record<string, number>, site: string): Record<string, number> {
  const own = Object.entries(calls).filter(([call]) => call.startsWith(`${site} `))
  return Object.fromEntries(own.map(([call, times]) => [call.slice(site.length + 1), times]))
}
