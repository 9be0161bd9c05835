import { beforeEach, describe, expect, test } from 'vitest'
import { addDemoSites } from './academy.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { readSwitches, type Switches } from './switches.ts'
import { talkTo } from './talk.ts'

const NOW = '2026-11-20T10:15:00.000Z'
const ADA = { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' }

let now: number
let simulator: Simulator
let thinkific: ReturnType<typeof talkTo>
let bob: number

beforeEach(() => {
  now = Date.parse(NOW)
  simulator = createSimulator({ now: () => now })
  addDemoSites(simulator)
  thinkific = talkTo(simulator)
  bob = simulator.site('academy').addUser({ email: 'bob@example.com' }).id
})

const turn = (switches: Partial<Switches>) => Object.assign(simulator.site('academy').switches, switches)
const enroll = (more: object = { activated_at: NOW }) =>
  thinkific.post('/enrollments', { user_id: bob, course_id: 1002, ...more })
const joinBundle = () => thinkific.post('/bundles/2002/enrollments', { user_id: bob, activated_at: NOW })
const standing = (courseId: number) => simulator.site('academy').accessTo('bob@example.com', courseId)

describe('The simulator’s switches', () => {
  test('a repeated course POST may be refused, in either shape', async () => {
    await enroll()
    turn({ repost: '422 array' })
    expect((await enroll({})).body.errors).toEqual(['User is already enrolled in this course.'])
    turn({ repost: '422 object' })
    const refused = await enroll({})
    expect([refused.status, refused.body.errors]).toEqual([422, { user: ['is already enrolled in this course.'] }])
    expect(standing(1002)).toBe('full')
  })

  test('a repeated bundle POST may be refused', async () => {
    turn({ bundleRepost: '422 array' })
    expect((await joinBundle()).status).toBe(201)
    expect((await joinBundle()).status).toBe(422)
  })

  test('a PUT without activated_at may take the activation away', async () => {
    const { id } = (await enroll()).body
    const renew = () => thinkific.put(`/enrollments/${id}`, { expiry_date: null })
    await renew()
    expect(standing(1002)).toBe('full')
    turn({ putWithoutActivatedAt: 'becomes null' })
    await renew()
    expect(standing(1002)).toBe('trial')
  })

  test('a null end may clear the end or be ignored', async () => {
    const { id } = (await enroll({ activated_at: NOW, expiry_date: '2026-11-19T00:00:00Z' })).body
    turn({ nullExpiry: 'ignored' })
    await thinkific.put(`/enrollments/${id}`, { expiry_date: null })
    expect(standing(1002)).toBe('expired')
    turn({ nullExpiry: 'clears' })
    await thinkific.put(`/enrollments/${id}`, { expiry_date: null })
    expect(standing(1002)).toBe('full')
  })

  test('e-mails may be compared with their case, or searched by parts', async () => {
    const found = async (email: string) => (await thinkific.get(`/users?query[email]=${email}`)).body.items.length
    expect([await found('BOB@example.com'), await found('bob@example')]).toEqual([1, 0])
    turn({ emails: 'substring search' })
    expect([await found('BOB@example'), await found('example.com')]).toEqual([1, 2])
    expect((await thinkific.post('/users', { ...ADA, email: 'Bob@example.com' })).status).toBe(422)
    turn({ emails: 'case-sensitive' })
    expect(await found('Bob@example.com')).toBe(0)
    const second = await thinkific.post('/users', { ...ADA, email: 'Bob@example.com' })
    expect([second.status, second.body.email]).toEqual([201, 'Bob@example.com'])
  })

  test('a bundle POST may be queued: 202, and the rows appear seconds later', async () => {
    turn({ bundlePost: '202', bundleDelaySeconds: 30 })
    expect((await joinBundle()).status).toBe(202)
    now += 29_999
    expect((await thinkific.get(`/bundles/2002/enrollments?query[user_id]=${bob}`)).body.items).toEqual([])
    now += 1
    expect((await thinkific.get(`/bundles/2002/enrollments?query[user_id]=${bob}`)).body.items.length).toBe(3)
  })

  test('a bundle PUT for a stranger may be 404, 422 or nothing at all', async () => {
    const answers = []
    for (const bundlePutForNonMember of ['404', '422', '204'] as const) {
      turn({ bundlePutForNonMember })
      answers.push((await thinkific.put('/bundles/2002/enrollments', { user_id: bob, expiry_date: NOW })).status)
    }
    expect(answers).toEqual([404, 422, 204])
    expect(standing(1002)).toBe('none')
  })

  test('a bundle may list one row per user', async () => {
    await joinBundle()
    turn({ bundleRows: 'one per user' })
    const { items } = (await thinkific.get('/bundles/2002/enrollments')).body
    expect(items).toMatchObject([{ user_id: bob, course_id: null, course_name: 'Beginner Path' }])
  })

  test('a token may need the subdomain header', async () => {
    turn({ tokenWithoutSubdomain: '401' })
    const bearer = { authorization: `Bearer ${simulator.site('academy').data.accessToken?.value}` }
    expect((await talkTo(simulator, bearer).get('/courses')).status).toBe(401)
    expect((await talkTo(simulator, { ...bearer, 'x-auth-subdomain': 'academy' }).get('/courses')).status).toBe(200)
  })

  test('a token may open whatever subdomain stands beside it', async () => {
    const bearer = { authorization: `Bearer ${simulator.site('academy').data.accessToken?.value}` }
    const elsewhere = talkTo(simulator, { ...bearer, 'x-auth-subdomain': 'made-up' })
    expect((await elsewhere.get('/courses')).status).toBe(401)
    turn({ tokenUnderOtherSubdomain: 'accepted' })
    expect((await elsewhere.get('/courses')).status).toBe(200)
  })

  test('a new user may stay out of the search for a while, though the e-mail is taken', async () => {
    turn({ searchLagSeconds: 10 })
    const { id } = (await thinkific.post('/users', ADA)).body
    expect((await thinkific.get('/users?query[email]=ada@example.com')).body.items).toEqual([])
    expect((await thinkific.get(`/users/${id}`)).status).toBe(200)
    expect((await thinkific.post('/users', ADA)).status).toBe(422)
    now += 10_000
    expect((await thinkific.get('/users?query[email]=ada@example.com')).body.items.length).toBe(1)
  })

  test('an end may take effect only when its UTC day is over', async () => {
    turn({ expiry: 'end of UTC day' })
    await enroll({ activated_at: NOW, expiry_date: '2026-11-20T00:00:00Z' })
    expect(standing(1002)).toBe('full')
    now = Date.parse('2026-11-21T00:00:00Z')
    expect(standing(1002)).toBe('expired')
  })

  test('a 422 may come in any of three shapes', async () => {
    const shapes = []
    for (const errors422 of ['documented', 'object', 'array', 'field names'] as const) {
      turn({ errors422 })
      shapes.push((await thinkific.post('/users', { ...ADA, first_name: '' })).body.errors)
      shapes.push((await thinkific.post('/enrollments', { user_id: bob, course_id: 1 })).body.errors)
    }
    expect(shapes).toEqual([
      { first_name: ["can't be blank"] },
      ['Course could not be found.'],
      { first_name: ["can't be blank"] },
      { course: ['could not be found.'] },
      ["First name can't be blank"],
      ['Course could not be found.'],
      [{ field_name: "First name can't be blank" }],
      [{ field_name: 'Course could not be found.' }],
    ])
  })

  test('a 429 may be empty, JSON or HTML', async () => {
    const site = simulator.site('academy')
    site.data.requestsPerMinute = 0.5
    await thinkific.get('/courses')
    const texts = []
    for (const body429 of ['empty', 'json', 'html'] as const) {
      turn({ body429 })
      texts.push((await thinkific.get('/courses')).text.slice(0, 9))
    }
    expect(texts).toEqual(['', '{"error":', '<!DOCTYPE'])
  })

  test('a name of spaces may be accepted', async () => {
    turn({ blankNames: 'accepted' })
    expect((await thinkific.post('/users', { ...ADA, last_name: ' ' })).status).toBe(201)
    expect((await thinkific.post('/users', { ...ADA, email: 'x@example.com', last_name: '' })).status).toBe(422)
  })

  test('a PUT may answer an empty 200', async () => {
    const { id } = (await enroll()).body
    turn({ putEnrollment: '200' })
    const answer = await thinkific.put(`/enrollments/${id}`, { expiry_date: NOW })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  test('a draft may refuse enrollment', async () => {
    expect((await enroll({ course_id: 1013 })).status).toBe(201)
    turn({ draftEnrollment: '422' })
    expect((await enroll({ course_id: 1013 })).body.errors).toEqual(['Course is not published.'])
  })

  test('switches are read strictly', () => {
    expect(readSwitches({ repost: '422 array', searchLagSeconds: '3' })).toEqual({
      repost: '422 array',
      searchLagSeconds: 3,
    })
    expect(() => readSwitches({ repost: '409' })).toThrow('repost takes one of: upsert, 422 array, 422 object')
    expect(() => readSwitches({ other: 'x' })).toThrow('There is no switch named other')
    expect(() => readSwitches({ searchLagSeconds: 'soon' })).toThrow('number of seconds')
  })
})
