import { beforeEach, describe, expect, test } from 'vitest'
import { addDemoSites } from './academy.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { talkTo } from './talk.ts'

const NOW = '2026-11-20T10:15:00.250Z'
const BEGINNER_PATH = 2002

let now: number
let simulator: Simulator
let thinkific: ReturnType<typeof talkTo>
let ada: number

beforeEach(() => {
  now = Date.parse(NOW)
  simulator = createSimulator({ now: () => now })
  addDemoSites(simulator)
  thinkific = talkTo(simulator)
  ada = simulator.site('academy').addUser({ email: 'ada@example.com', firstName: 'Ada', lastName: 'Byron' }).id
})

const academy = () => simulator.site('academy')
const standing = (courseId: number) => academy().accessTo('ada@example.com', courseId)
const enroll = (more: object = { activated_at: NOW }) =>
  thinkific.post('/enrollments', { user_id: ada, course_id: 1002, ...more })

describe('course enrollments', () => {
  test('an enrollment comes back as the real one does: nulls, a percentage in a string, milliseconds', async () => {
    const { status, body } = await enroll({
      activated_at: '2026-11-20T11:15:00+01:00',
      expiry_date: '2027-01-17T20:32:52Z',
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.any(Number),
      created_at: NOW,
      user_email: 'ada@example.com',
      user_name: 'Ada Byron',
      expiry_date: '2027-01-17T20:32:52.000Z',
      user_id: ada,
      course_name: 'Course Two',
      course_id: 1002,
      percentage_completed: '0.0',
      completed_at: null,
      expired: false,
      is_free_trial: false,
      completed: false,
      started_at: null,
      activated_at: '2026-11-20T10:15:00.000Z',
      updated_at: NOW,
    })
    expect((await thinkific.get(`/enrollments/${body.id}`)).body).toEqual(body)
  })

  test('without activated_at it succeeds and is only a free preview, whatever else is claimed', async () => {
    const { status, body } = await enroll({ is_free_trial: false, activated: true })
    expect([status, body.is_free_trial, body.activated_at]).toEqual([201, true, null])
    expect(standing(1002)).toBe('trial')
  })

  test('an unknown course and an unknown user are each named, as 422', async () => {
    const { status, body } = await thinkific.post('/enrollments', { user_id: 5, course_id: 3002 })
    expect([status, body.errors]).toEqual([422, ['Course could not be found.', 'User could not be found.']])
  })

  test('a second POST is the same row with its dates replaced, and no second welcome', async () => {
    const first = (await enroll({ activated_at: NOW, expiry_date: '2026-12-01T00:00:00Z' })).body
    now += 86_400_000
    const second = await enroll({})
    expect([second.status, second.body.id, second.body.created_at]).toEqual([201, first.id, NOW])
    expect([second.body.expiry_date, second.body.is_free_trial]).toEqual([null, true])
    expect(simulator.emails.map(({ kind, about }) => `${kind}: ${about}`)).toEqual(['course welcome: Course Two'])
  })

  test('a past end is accepted and ends access; the row stays and is still listed', async () => {
    const { id } = (await enroll()).body
    const answer = await thinkific.put(`/enrollments/${id}`, { expiry_date: '2026-11-19T23:59:59Z' })
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(standing(1002)).toBe('expired')
    const { items } = (await thinkific.get(`/enrollments?query[user_id]=${ada}`)).body
    expect(items).toMatchObject([{ id, expired: true, is_free_trial: false, activated_at: NOW }])
  })

  test('an end in the future takes effect at its time', async () => {
    await enroll({ activated_at: NOW, expiry_date: '2026-11-20T10:16:00.250Z' })
    now += 59_999
    expect(standing(1002)).toBe('full')
    now += 1
    expect(standing(1002)).toBe('expired')
  })

  test('filters combine, bare ones are ignored, and only true counts', async () => {
    const bob = academy().addUser({ email: 'bob@example.com' }).id
    academy().enroll({ userId: ada, courseId: 1001, expiryDate: now - 1 })
    academy().enroll({ userId: ada, courseId: 1002, activatedAt: null })
    academy().enroll({ userId: bob, courseId: 1002 })
    const found = async (query: string) =>
      (await thinkific.get(`/enrollments?${query}`)).body.items.map((row) => [row.user_id, row.course_id])
    expect(await found(`query[user_id]=${ada}&query[course_id]=1002`)).toEqual([[ada, 1002]])
    expect(await found('query[email]=BOB@example.com')).toEqual([[bob, 1002]])
    expect(await found('query[expired]=true')).toEqual([[ada, 1001]])
    expect(await found('query[free_trial]=true')).toEqual([[ada, 1002]])
    expect(await found('query[full]=true&query[course_id]=1002')).toEqual([[bob, 1002]])
    expect((await found(`course_id=1001&user_id=${ada}`)).length).toBe(3)
    expect((await found('query[expired]=0')).length).toBe(3)
    expect((await found('query[created_on]=2026-11-20')).length).toBe(3)
    expect((await found('query[created_before]=2026-11-20')).length).toBe(0)
    expect((await found('query[updated_after]=2026-11-19')).length).toBe(3)
  })

  test('nothing can be deleted, and what does not exist is 404', async () => {
    const { id } = (await enroll()).body
    expect((await thinkific.call('DELETE', `/enrollments/${id}`)).status).toBe(404)
    expect((await thinkific.put('/enrollments/9', { expiry_date: NOW })).body).toEqual({ error: 'Record not found.' })
  })
})

describe('bundle enrollments', () => {
  const path = `/bundles/${BEGINNER_PATH}/enrollments`

  test('a POST enrolls in every course of the bundle, answers nothing, and sends one welcome', async () => {
    const answer = await thinkific.post(path, { user_id: ada, activated_at: NOW })
    expect([answer.status, answer.text]).toEqual([201, ''])
    expect(
      academy()
        .access('ada@example.com')
        .map((row) => [row.courseId, row.state]),
    ).toEqual([
      [1001, 'full'],
      [1002, 'full'],
      [1005, 'full'],
    ])
    expect(simulator.emails.map(({ kind }) => kind)).toEqual(['bundle welcome'])
    const { items } = (await thinkific.get(`${path}?query[user_id]=${ada}`)).body
    expect(items.map((row) => row.course_id)).toEqual([1001, 1002, 1005])
  })

  test('without activated_at all of it is a free preview', async () => {
    await thinkific.post(path, { user_id: ada })
    expect(standing(1005)).toBe('trial')
  })

  test('a PUT reaches each course, even one that was also bought alone', async () => {
    await enroll()
    await thinkific.post(path, { user_id: ada, activated_at: NOW })
    expect((await thinkific.put(path, { user_id: ada, expiry_date: '2026-11-19T00:00:00Z' })).status).toBe(204)
    expect([standing(1001), standing(1002), standing(1005)]).toEqual(['expired', 'expired', 'expired'])
  })

  test('a course added to the bundle reaches members a day later, a removed one stays with them', async () => {
    await thinkific.post(path, { user_id: ada, activated_at: NOW })
    academy().setBundleCourses(BEGINNER_PATH, [1002, 1005, 1007])
    expect([standing(1007), standing(1001)]).toEqual(['none', 'full'])
    now += 86_400_000
    expect([standing(1007), standing(1001)]).toEqual(['full', 'full'])
    await thinkific.put(path, { user_id: ada, expiry_date: '2026-11-19T00:00:00Z' })
    expect([standing(1007), standing(1001)]).toEqual(['expired', 'full'])
  })

  test('an unknown bundle is 404, and a POST needs a user', async () => {
    expect((await thinkific.post('/bundles/9/enrollments', { user_id: ada })).status).toBe(404)
    expect((await thinkific.post(path, {})).body.errors).toEqual({ user_id: ["can't be blank"] })
  })
})

describe('by hand', () => {
  test('the owner deletes a course, and it is gone from bundles and from people', async () => {
    academy().enrollInBundle({ userId: ada, bundleId: BEGINNER_PATH })
    academy().deleteCourse(1002)
    expect(standing(1002)).toBe('none')
    expect((await thinkific.get(`/bundles/${BEGINNER_PATH}`)).body.course_ids).toEqual([1001, 1005])
    expect((await thinkific.get('/products/3002')).status).toBe(404)
    expect((await enroll()).body.errors).toEqual(['Course could not be found.'])
  })

  test('the owner extends, unenrolls and corrects an e-mail', async () => {
    const { id } = academy().enroll({ userId: ada, courseId: 1002, expiryDate: now - 1 })
    academy().setDates(id, { expiryDate: null })
    expect(standing(1002)).toBe('full')
    academy().changeEmail(ada, 'ada@new.example.com')
    expect((await thinkific.get(`/enrollments/${id}`)).body.user_email).toBe('ada@new.example.com')
    academy().removeEnrollment(id)
    expect(academy().accessTo('ada@new.example.com', 1002)).toBe('none')
  })
})
