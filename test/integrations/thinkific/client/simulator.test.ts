import { describe, expect, test } from 'vitest'
import { thinkificClient } from '../../../../src/integrations/thinkific/client/client'
import type { FailureClass } from '../../../../src/integrations/thinkific/client/failure'
import { isEmailTaken } from '../../../../src/integrations/thinkific/client/user-calls'
import { FAULT_KINDS, type FaultKind } from '../../../simulator/faults'
import { createSimulator } from '../../../simulator/simulator'
import { CHOICES, type Switches } from '../../../simulator/switches'

const NOW = 1_800_000_000_000
const KEY = 'k'.repeat(32)
const ADA = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron', fields: {}, sendWelcomeEmail: false }

function school(switches: Partial<Switches> = {}, more: { credential?: string; deadlineMs?: number } = {}) {
  const simulator = createSimulator({ now: () => NOW })
  const site = simulator.addSite({ subdomain: 'academy', apiKey: KEY, switches })
  const course = site.addCourse({ name: 'Yoga' })
  const bundle = site.addBundle({ name: 'All', courseIds: [course.id] })
  const thinkific = thinkificClient({
    apiUrl: 'https://thinkific.test/api/public/v1',
    site: 'academy',
    scheme: 'api_key',
    credential: KEY,
    fetch: simulator.fetch,
    now: () => NOW,
    ...more,
  })
  return { simulator, site, thinkific, courseId: String(course.id), bundleId: String(bundle.id) }
}

function value<T>(answer: { ok: true; value: T } | { ok: false; failure: { sentence: string } }): T {
  if (!answer.ok) {
    throw new Error(answer.failure.sentence)
  }
  return answer.value
}

describe('against a Thinkific', () => {
  test('a person is made, found, enrolled, ended and let in again', async () => {
    const { site, thinkific, courseId } = school()
    const field = site.addProfileField({ label: 'Company' })
    const made = value(await thinkific.createUser({ ...ADA, fields: { [field.id]: 'Acme' } }))
    expect(value(await thinkific.findUser(' ADA@example.com'))).toEqual(made)
    expect(made.fields).toEqual({ [field.id]: 'Acme' })
    const enrolled = value(await thinkific.createEnrollment(courseId, { userId: made.id, activatedAt: NOW }))
    expect(enrolled).toMatchObject({ activatedAt: NOW, expiresAt: null, expired: false, freeTrial: false })
    value(await thinkific.updateEnrollment(enrolled.id, { expiresAt: NOW - 1_000 }))
    expect(value(await thinkific.getEnrollment(enrolled.id))).toMatchObject({ expired: true, expiresAt: NOW - 1_000 })
    value(await thinkific.updateEnrollment(enrolled.id, { activatedAt: NOW, expiresAt: null }))
    expect(value(await thinkific.listEnrollments({ userId: made.id, courseId })).items).toMatchObject([
      { expired: false },
    ])
    value(await thinkific.updateUser(made.id, { lastName: 'Lovelace' }))
    expect(value(await thinkific.getUser(made.id)).lastName).toBe('Lovelace')
  })

  test.each(CHOICES.bundleRows)('a bundle lets in and ends, its rows %s', async (bundleRows) => {
    const { thinkific, bundleId } = school({ bundleRows })
    const { id: userId } = value(await thinkific.createUser(ADA))
    expect(value(await thinkific.createBundleEnrollment(bundleId, { userId, activatedAt: NOW })).queued).toBe(false)
    value(await thinkific.updateBundleEnrollment(bundleId, { userId, expiresAt: NOW - 1_000 }))
    const rows = value(await thinkific.listBundleEnrollments(bundleId, userId)).items
    expect(rows).toMatchObject([{ userId, expired: true }])
    expect(value(await thinkific.bundle(bundleId)).courseIds).toHaveLength(1)
    expect(value(await thinkific.bundleCourses(bundleId)).items).toHaveLength(1)
  })

  test.each(CHOICES.emails)('finds one person only, emails being compared %s', async (emails) => {
    const { site, thinkific } = school({ emails })
    site.addUser({ email: 'xada@example.com' })
    const ada = site.addUser({ email: 'ada@example.com' })
    expect(value(await thinkific.findUser('ada@example.com'))?.id).toBe(String(ada.id))
    expect(value(await thinkific.findUser('da@example.com'))).toBeNull()
  })

  test.each(CHOICES.errors422)('a taken email is recognized in the shape %s', async (errors422) => {
    const { site, thinkific } = school({ errors422 })
    site.addUser({ email: ADA.email })
    const answer = await thinkific.createUser(ADA)
    expect(!answer.ok && isEmailTaken(answer.failure)).toBe(true)
    const missing = await thinkific.createEnrollment('1', { userId: '2', activatedAt: NOW })
    expect(missing).toMatchObject({ ok: false, failure: { kind: 'rejected', class: 'permanent' } })
  })

  test.each(CHOICES.putEnrollment)('a change is confirmed by %s', async (putEnrollment) => {
    const { thinkific, courseId } = school({ putEnrollment })
    const { id: userId } = value(await thinkific.createUser(ADA))
    const { id } = value(await thinkific.createEnrollment(courseId, { userId, activatedAt: NOW }))
    expect((await thinkific.updateEnrollment(id, { expiresAt: NOW })).ok).toBe(true)
  })

  test.each(CHOICES.body429)('too many requests are reported with a body that is %s', async (body429) => {
    const { thinkific } = school({ body429 })
    for (let call = 0; call < 120; call += 1) {
      expect((await thinkific.check()).ok).toBe(true)
    }
    expect(await thinkific.check()).toMatchObject({
      failure: { kind: 'rate limited', class: 'budget', resetAt: NOW + 60_000 },
    })
  })

  test('a wrong key, a wrong site and a small plan are the integration’s trouble', async () => {
    expect(await school({}, { credential: 'x'.repeat(32) }).thinkific.check()).toMatchObject({
      failure: { kind: 'credentials refused', class: 'credentials' },
    })
    const { simulator, thinkific } = school()
    simulator.faults.add({ kind: '403 plan' })
    expect(await thinkific.check()).toMatchObject({ failure: { kind: 'access denied', class: 'credentials' } })
  })
})

describe('a fault', () => {
  const surely: Partial<Record<FaultKind, FailureClass>> = {
    '401': 'credentials',
    '403 plan': 'credentials',
    '403 waf': 'temporary',
    '404': 'permanent',
    '422 object': 'permanent',
    '422 array': 'permanent',
    '422 field names': 'permanent',
    '429 empty': 'budget',
    '429 json': 'budget',
    '429 html': 'budget',
  }
  test.each(FAULT_KINDS)('of the kind "%s" is an answer, of a class that says what to do', async (kind) => {
    const { simulator, thinkific, courseId } = school({}, { deadlineMs: 60 })
    const { id: userId } = value(await thinkific.createUser(ADA))
    simulator.faults.add({ kind, times: 2 })
    const write = await thinkific.createEnrollment(courseId, { userId, activatedAt: NOW })
    const read = await thinkific.getUser(userId)
    expect(write).toMatchObject({ ok: false, failure: { class: surely[kind] ?? 'ambiguous' } })
    expect(read).toMatchObject({ ok: false, failure: { class: surely[kind] ?? 'temporary' } })
  })
})
