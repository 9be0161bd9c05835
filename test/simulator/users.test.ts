import { beforeEach, describe, expect, test } from 'vitest'
import { addDemoSites } from './academy.ts'
import { createSimulator, type Simulator } from './simulator.ts'
import { talkTo } from './talk.ts'

const ADA = { first_name: 'Ada', last_name: 'Byron', email: 'Ada@Example.com' }

let now: number
let simulator: Simulator
let thinkific: ReturnType<typeof talkTo>

beforeEach(() => {
  now = Date.parse('2026-11-20T10:15:00.250Z')
  simulator = createSimulator({ now: () => now })
  addDemoSites(simulator)
  thinkific = talkTo(simulator)
})

describe('The simulator’s users', () => {
  test('a new user comes back whole, with milliseconds, and as a plain student', async () => {
    const { status, body } = await thinkific.post('/users', { ...ADA, external_source: 'ignored on create' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ full_name: 'Ada Byron', email: 'ada@example.com', roles: [], external_source: null })
    expect(body.created_at).toBe('2026-11-20T10:15:00.250Z')
    expect((await thinkific.get(`/users/${body.id}`)).body).toEqual(body)
  })

  test('first name, last name and e-mail are required, and a space is no name', async () => {
    expect((await thinkific.post('/users', {})).body.errors).toEqual({
      first_name: ["can't be blank"],
      last_name: ["can't be blank"],
      email: ["can't be blank"],
    })
    expect((await thinkific.post('/users', { ...ADA, last_name: ' ' })).status).toBe(422)
    expect((await thinkific.post('/users', { ...ADA, email: 'ada' })).body.errors).toEqual({ email: ['is invalid'] })
  })

  test('an e-mail is taken once, whatever its case, and a short password is refused', async () => {
    await thinkific.post('/users', ADA)
    const again = await thinkific.post('/users', { ...ADA, email: 'ADA@example.com', password: '12345' })
    expect([again.status, again.body.errors]).toEqual([
      422,
      { email: ['has already been taken'], password: ['is too short (minimum is 6 characters)'] },
    ])
  })

  test('a missing required field is named by its label, unless validation is skipped', async () => {
    simulator.site('academy').addProfileField({ id: 450, label: 'Telefono Personal', required: true })
    expect((await thinkific.post('/users', ADA)).body.errors).toEqual({ 'Telefono Personal': ["can't be blank"] })
    expect((await thinkific.post('/users', { ...ADA, skip_custom_fields_validation: true })).status).toBe(201)
  })

  test('custom fields are kept with their label; an empty value is refused even when validation is skipped', async () => {
    const fields = (value: string) => [{ custom_profile_field_definition_id: 401, value }]
    const empty = { ...ADA, custom_profile_fields: fields(''), skip_custom_fields_validation: true }
    expect((await thinkific.post('/users', empty)).body.errors).toEqual({ Company: ["can't be blank"] })
    const { body } = await thinkific.post('/users', { ...ADA, custom_profile_fields: fields('Acme') })
    expect(body.custom_profile_fields).toEqual([
      { id: expect.any(Number), value: 'Acme', label: 'Company', custom_profile_field_definition_id: 401 },
    ])
    expect((await thinkific.put(`/users/${body.id}`, { custom_profile_fields: fields('Other') })).status).toBe(204)
    const query = 'query[custom_profile_field_label]=Company&query[custom_profile_field_value]=Other'
    expect((await thinkific.get(`/users?${query}`)).body.items.map(({ id }) => id)).toEqual([body.id])
  })

  test('only namespaced filters count', async () => {
    await thinkific.post('/users', ADA)
    const found = async (query: string) => (await thinkific.get(`/users?${query}`)).body.items.map(({ email }) => email)
    expect(await found('query[email]=ada%40example.com')).toEqual(['ada@example.com'])
    expect(await found('query[email]=nobody@example.com')).toEqual([])
    expect(await found('email=nobody@example.com')).toEqual(['owner@academy.example.com', 'ada@example.com'])
    expect(await found('query[role]=site_admin')).toEqual(['owner@academy.example.com'])
    expect(await found('query[external_source]=x')).toEqual([])
  })

  test('a plus in a query is a space unless it is encoded', async () => {
    await thinkific.post('/users', { ...ADA, email: 'ada+club@example.com' })
    expect((await thinkific.get('/users?query[email]=ada+club@example.com')).body.items).toEqual([])
    expect((await thinkific.get('/users?query[email]=ada%2Bclub@example.com')).body.items.length).toBe(1)
  })

  test('an update answers nothing, changes what it names, and refuses an e-mail someone else has', async () => {
    const { id } = (await thinkific.post('/users', ADA)).body
    const answer = await thinkific.put(`/users/${id}`, { first_name: 'Augusta', external_source: 'shop' })
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect((await thinkific.get(`/users/${id}`)).body).toMatchObject({
      full_name: 'Augusta Byron',
      external_source: 'shop',
    })
    expect((await thinkific.put(`/users/${id}`, { email: 'owner@academy.example.com' })).status).toBe(422)
    expect((await thinkific.put('/users/9', {})).status).toBe(404)
  })

  test('deleting a user takes the enrollments along', async () => {
    const site = simulator.site('academy')
    const { id } = site.addUser({ email: 'ada@example.com' })
    site.enroll({ userId: id, courseId: 1002 })
    expect((await thinkific.call('DELETE', `/users/${id}`)).status).toBe(204)
    expect((await thinkific.get(`/users/${id}`)).status).toBe(404)
    expect((await thinkific.get('/enrollments')).body.items).toEqual([])
  })

  test('a single sign-on id finds its user only with its provider', async () => {
    const { id } = (await thinkific.post('/users', { ...ADA, external_id: 'x-7', provider: 'OPENID_CONNECT' })).body
    expect((await thinkific.get('/users/x-7?provider=OPENID_CONNECT')).body.id).toBe(id)
    expect((await thinkific.get('/users/x-7?provider=SSO')).status).toBe(404)
    const authentication = await thinkific.get(`/users/${id}/authentications/OPENID_CONNECT`)
    expect(authentication.body).toEqual({ provider: 'OPENID_CONNECT', external_id: 'x-7' })
  })

  test('the site welcome goes out only when asked for, with a sign-in link for those without password', async () => {
    await thinkific.post('/users', ADA)
    expect(simulator.emails).toEqual([])
    await thinkific.post('/users', { ...ADA, email: 'bob@example.com', send_welcome_email: true })
    expect(simulator.emails).toMatchObject([{ kind: 'site welcome', to: 'bob@example.com', expressSignIn: true }])
  })

  test('a body that is no JSON is 400, and one that does not say it is JSON has no fields', async () => {
    expect((await thinkific.post('/users', '{"first_name":')).status).toBe(400)
    const plain = await thinkific.call('POST', '/users', JSON.stringify(ADA), { 'content-type': 'text/plain' })
    expect(plain.status).toBe(422)
  })
})
