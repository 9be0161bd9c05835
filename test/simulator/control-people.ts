import { type Context, Hono } from 'hono'
import * as input from './control-input.ts'
import { done, fieldsOf, given } from './control-input.ts'
import type { Owner } from './owner.ts'
import type { Simulator } from './simulator.ts'

/** `/simulator/sites/:site/…`: the owner's hand on users and enrollments. See control.ts for the list. */
export function controlOfPeople(simulator: Simulator): Hono {
  const site = (c: Context) => simulator.site(c.req.param('site') ?? '')
  const id = (c: Context) => Number(c.req.param('id'))
  const control = new Hono()

  control.post('/:site/users', async (c) => {
    const user = given(input.User.parse(await fieldsOf(c)))
    return done(c, site(c).addUser(user), 201)
  })
  control.patch('/:site/users/:id', async (c) => {
    site(c).changeEmail(id(c), input.Email.parse(await fieldsOf(c)).email)
    return done(c)
  })
  control.delete('/:site/users/:id', (c) => {
    site(c).deleteUser(id(c))
    return done(c)
  })
  control.get('/:site/access', (c) => c.json(site(c).access(c.req.query('email') ?? '')))
  control.post('/:site/enrollments', async (c) => {
    const { email, courseId, bundleId, ...dates } = given(input.Enrollment.parse(await fieldsOf(c)))
    const userId = idOf(site(c), email)
    if (courseId !== undefined) {
      return done(c, site(c).enroll({ userId, courseId, ...dates }), 201)
    }
    if (bundleId !== undefined) {
      return done(c, site(c).enrollInBundle({ userId, bundleId, ...dates }), 201)
    }
    throw new RangeError('An enrollment names a courseId or a bundleId')
  })
  control.patch('/:site/enrollments/:id', async (c) => {
    site(c).setDates(id(c), given(input.Dates.parse(await fieldsOf(c))))
    return done(c)
  })
  control.delete('/:site/enrollments/:id', (c) => {
    site(c).removeEnrollment(id(c))
    return done(c)
  })
  return control
}

function idOf(site: Owner, email: string): number {
  const user = site.user(email)
  if (!user) {
    throw new RangeError(`No user has the e-mail ${email}`)
  }
  return user.id
}
