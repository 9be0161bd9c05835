import { describe, expect, test } from 'vitest'
import { thinkificClient } from '../../../../src/integrations/thinkific/client/client'
import { detectScheme } from '../../../../src/integrations/thinkific/client/credential'
import { hasAdministratorRole, isOpenRow } from '../../../../src/integrations/thinkific/client/records'
import { isEmailTaken } from '../../../../src/integrations/thinkific/client/user-calls'
import { ADA, answerWith, html, json, NOW, pageOf, type RecordedRequest, ROW } from './wire'

function header(asked: RecordedRequest | undefined, name: string): string | null {
  return new Headers(asked?.init.headers).get(name)
}

describe('names that go into rows', () => {
  test('are cut where they are longer than any that a person wrote', async () => {
    const { connection } = answerWith(() => json(pageOf([{ id: 7, name: 'n'.repeat(1_000_000) }])))
    const answer = await thinkificClient(connection).listCourses(1)
    expect(answer).toMatchObject({
      ok: true,
      value: { items: [{ id: '7', name: expect.stringMatching(/^n{299}…$/) }] },
    })
  })
})

describe('every call', () => {
  test('carries a legacy key in its two headers, says who calls and follows no redirect', async () => {
    const { connection, asked } = answerWith(() => json(pageOf([])))
    await thinkificClient(connection).check()
    expect(asked[0]?.url).toBe('https://thinkific.test/api/public/v1/courses?limit=1')
    expect(header(asked[0], 'X-Auth-API-Key')).toBe('k'.repeat(32))
    expect(header(asked[0], 'X-Auth-Subdomain')).toBe('academy')
    expect(header(asked[0], 'Authorization')).toBeNull()
    expect(header(asked[0], 'User-Agent')).toMatch(/^Enrollwire/)
    expect(asked[0]?.init.redirect).toBe('manual')
  })

  test('carries an access token as a bearer, with the subdomain', async () => {
    const { connection, asked } = answerWith(() => json(pageOf([])), {
      scheme: 'access_token',
      credential: 't'.repeat(40),
    })
    await thinkificClient(connection).check()
    expect(header(asked[0], 'Authorization')).toBe(`Bearer ${'t'.repeat(40)}`)
    expect(header(asked[0], 'X-Auth-Subdomain')).toBe('academy')
    expect(header(asked[0], 'X-Auth-API-Key')).toBeNull()
  })

  test('knows a token by its length', () => {
    expect(detectScheme(`${'a'.repeat(32)}\n`)).toBe('api_key')
    expect(detectScheme('a'.repeat(33))).toBe('access_token')
  })

  test('is not made with a credential no header can carry', async () => {
    const { connection, asked } = answerWith(() => json({}), { credential: 'key\nX-Evil: 1' })
    const answer = await thinkificClient(connection).check()
    expect(answer).toMatchObject({ ok: false, failure: { class: 'credentials' } })
    expect(asked).toHaveLength(0)
  })

  test('ends at its deadline though the answer drips on', async () => {
    const drip = () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((go) => setTimeout(go, 5))
            controller.enqueue(new Uint8Array([32]))
          },
        }),
      )
    const { connection } = answerWith(drip, { deadlineMs: 60 })
    expect(await thinkificClient(connection).getUser('7')).toMatchObject({
      ok: false,
      failure: { kind: 'timed out', class: 'temporary' },
    })
  })

  test('ends at its deadline without an answer', async () => {
    const { connection } = answerWith(() => new Promise(() => {}), { deadlineMs: 30 })
    const answer = await thinkificClient(connection).createEnrollment('12', { userId: '7', activatedAt: NOW })
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'timed out', class: 'ambiguous' } })
  })

  test('stops reading an endless answer', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)) }))
    const { connection } = answerWith(endless)
    expect(await thinkificClient(connection).getUser('7')).toMatchObject({
      ok: false,
      failure: { kind: 'unreadable answer', sentence: 'Thinkific’s answer could not be read: it is too long.' },
    })
  })
})

describe('what the log keeps of a call', () => {
  test('has no credential and no password, even when a response echoes them', async () => {
    const secret = 'canary-credential-0123456789abcd'
    const echo = { ...ADA, echo: secret, password: 'canary-password', api_key: 'canary-key' }
    const { connection } = answerWith(() => json(echo), { credential: secret })
    const answer = await thinkificClient(connection).getUser('7')
    expect(answer.attempt.status).toBe(200)
    expect(JSON.stringify(answer)).not.toMatch(/canary-/)
  })

  test('has the request as it was sent and no more of the answer than helps', async () => {
    const { connection } = answerWith(() => json({ ...ADA, bio: 'x'.repeat(50_000) }, 201))
    const { attempt } = await thinkificClient(connection).createUser({
      email: ' Ada@Example.com ',
      firstName: 'Ada',
      lastName: 'Byron',
      fields: { 5: 'Acme', 6: '  ' },
      sendWelcomeEmail: false,
    })
    expect(attempt).toMatchObject({ at: NOW, method: 'POST', path: '/users', status: 201, problem: null })
    expect(JSON.parse(attempt.request ?? '')).toEqual({
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Byron',
      send_welcome_email: false,
      skip_custom_fields_validation: true,
      custom_profile_fields: [{ custom_profile_field_definition_id: 5, value: 'Acme' }],
    })
    expect(attempt.response?.length).toBeLessThan(2_100)
  })

  test('shows a web page as its words only', async () => {
    const { attempt } = await thinkificClient(answerWith(() => html(502)).connection).getUser('7')
    expect(attempt.response).toBe('x Oops')
  })
})

describe('people', () => {
  const find = (items: unknown[]) => answerWith(() => json(pageOf(items)))

  test('are asked for by an encoded email', async () => {
    const { connection, asked } = find([])
    await thinkificClient(connection).findUser('Ada+club@Example.com')
    expect(asked[0]?.url).toContain('query[email]=ada%2Bclub%40example.com')
  })

  test('are never confused with rows that only resemble the email', async () => {
    const near = [
      { ...ADA, id: 1, email: 'xada@example.com' },
      { ...ADA, id: 2, email: 'ada@example.com.au' },
    ]
    const found = async (rows: unknown[]) => {
      const answer = await thinkificClient(find(rows).connection).findUser('ada@example.com')
      return answer.ok ? answer.value?.id : answer.failure
    }
    expect(await found(near)).toBeUndefined()
    expect(await found([...near, { ...ADA, email: ' ADA@example.com' }])).toBe('7')
  })

  test('made under another email than asked are refused', async () => {
    const { connection } = answerWith(() => json({ ...ADA, email: 'someone@example.com' }, 201))
    const who = { email: 'ada@example.com', firstName: 'A', lastName: 'B', fields: {}, sendWelcomeEmail: false }
    expect(await thinkificClient(connection).createUser(who)).toMatchObject({
      ok: false,
      failure: { kind: 'wrong email', class: 'permanent' },
    })
  })

  test.each([
    [{ errors: { email: ['has already been taken'] } }, true],
    [{ errors: ['Email has already been taken'] }, true],
    [{ errors: [{ field_name: 'Email has already been taken' }] }, true],
    [{ errors: [{ field_name: 'email' }] }, true],
    [{ errors: { email: ['is invalid'] } }, false],
    [{ errors: { first_name: ["can't be blank"] } }, false],
  ])('whose email is taken are recognized in %j', async (body, taken) => {
    const { connection } = answerWith(() => json(body, 422))
    const who = { email: 'ada@example.com', firstName: 'A', lastName: 'B', fields: {}, sendWelcomeEmail: false }
    const answer = await thinkificClient(connection).createUser(who)
    expect(!answer.ok && isEmailTaken(answer.failure)).toBe(taken)
  })

  test('with a role over courses are administrators', async () => {
    const admin = async (roles: unknown) => {
      const answer = await thinkificClient(answerWith(() => json({ ...ADA, roles })).connection).getUser('7')
      return answer.ok && hasAdministratorRole(answer.value)
    }
    expect(await admin(['course_admin'])).toBe(true)
    expect(await admin(['site_admin', 'affiliate'])).toBe(true)
    expect(await admin(['affiliate', 'group_analyst'])).toBe(false)
    expect(await admin(null)).toBe(false)
  })
})

describe('enrollments', () => {
  test('are read with ids as text and times as milliseconds, whatever else a row has or lacks', async () => {
    const { connection } = answerWith(() => json(ROW))
    const answer = await thinkificClient(connection).getEnrollment('479110111')
    expect(answer.ok && answer.value).toMatchObject({
      id: '479110111',
      userId: '7',
      courseId: '12',
      activatedAt: Date.parse('2024-02-22T20:32:52Z'),
      expiresAt: null,
      createdAt: null,
    })
  })

  test('of other people or courses are dropped from a list', async () => {
    const rows = [ROW, { ...ROW, id: 1, user_id: 8 }, { ...ROW, id: 2, course_id: 13 }]
    const { connection, asked } = answerWith(() => json(pageOf(rows)))
    const answer = await thinkificClient(connection).listEnrollments({ userId: '7', courseId: '12' })
    expect(answer.ok && answer.value.items.map((row) => row.id)).toEqual(['479110111'])
    expect(asked[0]?.url).toContain('query[user_id]=7&query[course_id]=12&page=1&limit=250')
  })

  test('with an unreadable end are an error, not endless', async () => {
    const { connection } = answerWith(() => json({ ...ROW, expiry_date: 'someday' }))
    expect(await thinkificClient(connection).getEnrollment('1')).toMatchObject({
      failure: { kind: 'unreadable answer' },
    })
  })

  test('are always made activated, with their end when there is one', async () => {
    const { connection, asked } = answerWith(() => json(ROW, 201))
    const client = thinkificClient(connection)
    await client.createEnrollment('12', { userId: '7', activatedAt: NOW })
    await client.updateEnrollment('9', { expiresAt: null })
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({
      course_id: 12,
      user_id: 7,
      activated_at: '2026-11-20T10:15:00.000Z',
    })
    expect(JSON.parse(String(asked[1]?.init.body))).toEqual({ expiry_date: null })
  })

  test('are open when active, full and not ended', async () => {
    const open = async (more: object) => {
      const answer = await thinkificClient(answerWith(() => json({ ...ROW, ...more })).connection).getEnrollment('1')
      return answer.ok && isOpenRow(answer.value, NOW)
    }
    expect(await open({})).toBe(true)
    expect(await open({ expiry_date: '2026-11-20T10:15:00.000Z' })).toBe(false)
    expect(await open({ expiry_date: '2026-11-20T10:15:01.000Z' })).toBe(true)
    expect(await open({ expired: true })).toBe(false)
    expect(await open({ is_free_trial: true })).toBe(false)
    expect(await open({ activated_at: null })).toBe(false)
  })

  test.each([
    ['204', () => new Response(null, { status: 204 }), true],
    ['200 without a body', () => new Response(''), true],
    ['200 with JSON', () => json({}), true],
    ['200 with a page', () => html(200), false],
  ])('changed are confirmed by %s: %s', async (_, answer, done) => {
    expect((await thinkificClient(answerWith(answer).connection).updateEnrollment('9', {})).ok).toBe(done)
  })

  test('in a bundle are done at 201 and queued at 202', async () => {
    const queued = async (status: number) => {
      const { connection } = answerWith(() => new Response(null, { status }))
      const answer = await thinkificClient(connection).createBundleEnrollment('3', { userId: '7', activatedAt: NOW })
      return answer.ok && answer.value.queued
    }
    expect(await queued(201)).toBe(false)
    expect(await queued(202)).toBe(true)
  })

  test('of a bundle may come without a course', async () => {
    const { course_id: _, ...row } = ROW
    const answer = await thinkificClient(answerWith(() => json(pageOf([row]))).connection).listBundleEnrollments(
      '3',
      '7',
    )
    expect(answer.ok && answer.value.items[0]?.courseId).toBeNull()
  })
})

describe('lists', () => {
  test('go on where Thinkific says, and after a full page when it does not', async () => {
    const next = async (body: unknown) => {
      const answer = await thinkificClient(answerWith(() => json(body)).connection).listCourses(1)
      return answer.ok ? answer.value.next : answer.failure.sentence
    }
    const courses = Array.from({ length: 250 }, (_, id) => ({ id, name: `Course ${id}` }))
    expect(await next(pageOf(courses, 2))).toBe(2)
    expect(await next(pageOf(courses, null))).toBeNull()
    expect(await next({ items: courses })).toBe(2)
    expect(await next({ items: courses.slice(1) })).toBeNull()
    expect(await next({ courses })).toBe('Thinkific’s answer could not be read: items is not as expected.')
  })
})
