import { type Context, Hono } from 'hono'
import { empty, json, notFound, refused } from './answers.ts'
import { usersFound } from './email-match.ts'
import { welcomeToSite } from './emails.ts'
import { paginated } from './pagination.ts'
import { userRow } from './people-rows.ts'
import { type Api, bodyOf, did, filterOf, idIn, textIn } from './request.ts'
import { newUser, removeUser, setFields } from './roster.ts'
import type { User } from './site.ts'
import { fieldErrors, fieldsIn, userErrors, writeUser } from './user-input.ts'

const SECOND_MILLISECONDS = 1_000

/** Users (thinkific-api.md 4). */
export const users = new Hono<Api>()
  .get('/users', (c) => paginated(c, found(c), (user) => userRow(c.var.site, user)))
  .post('/users', (c) => {
    const { site } = c.var
    const body = bodyOf(c)
    const errors = { ...userErrors(site, body), ...fieldErrors(site, body) }
    if (Object.keys(errors).length > 0) {
      return refused(site, 'object', errors)
    }
    const user = newUser(c.env.world, site, { email: textIn(body, 'email') ?? '' })
    writeUser(site, user, body)
    setFields(c.env.world, user, fieldsIn(body))
    if (body.send_welcome_email === true) {
      welcomeToSite(c.env.world, site, user)
    }
    did(c, `user ${user.id} created`)
    return json(userRow(site, user), 201)
  })
  .get('/users/:id', (c) => {
    const user = userInPath(c)
    return user ? json(userRow(c.var.site, user)) : notFound()
  })
  .put('/users/:id{[0-9]+}', (c) => {
    const { site } = c.var
    const user = site.users.get(idIn(c))
    if (!user) {
      return notFound()
    }
    const body = bodyOf(c)
    const errors = { ...userErrors(site, body, user), ...fieldErrors(site, { ...body, ...UNASKED }) }
    if (Object.keys(errors).length > 0) {
      return refused(site, 'object', errors)
    }
    writeUser(site, user, body)
    user.externalSource = textIn(body, 'external_source') ?? user.externalSource
    setFields(c.env.world, user, fieldsIn(body))
    did(c, `user ${user.id} updated`)
    return empty(204)
  })
  .delete('/users/:id{[0-9]+}', (c) => {
    const user = c.var.site.users.get(idIn(c))
    if (!user) {
      return notFound()
    }
    removeUser(c.var.site, user.id)
    did(c, `user ${user.id} deleted`)
    return empty(204)
  })
  .get('/users/:id{[0-9]+}/authentications/:provider', (c) => {
    const provider = c.req.param('provider')
    const externalId = c.var.site.users.get(idIn(c))?.externalIds[provider]
    return externalId === undefined ? notFound() : json({ provider, external_id: externalId })
  })

/** An update need not bring every required sign-up field again. */
const UNASKED = { skip_custom_fields_validation: true }

/** The list's rows, in order of id. Only namespaced filters count; a user too new for the search index stays out. */
function found(c: Context<Api>): User[] {
  const { site, now } = c.var
  const email = filterOf(c, 'email')
  const role = filterOf(c, 'role')
  const source = filterOf(c, 'external_source')
  const label = filterOf(c, 'custom_profile_field_label')
  const value = filterOf(c, 'custom_profile_field_value')
  const indexedBefore = now - site.switches.searchLagSeconds * SECOND_MILLISECONDS
  const hasField = (user: User) =>
    user.fields.some((field) => site.profileFields.get(field.definitionId)?.label === label && field.value === value)
  if (filterOf(c, 'group_id') !== null) {
    return []
  }
  return (email === null ? [...site.users.values()] : usersFound(site, email))
    .filter((user) => user.createdAt <= indexedBefore)
    .filter((user) => role === null || user.roles.some((held) => held === role))
    .filter((user) => source === null || user.externalSource === source)
    .filter((user) => label === null || value === null || hasField(user))
    .sort((one, other) => one.id - other.id)
}

/** By Thinkific's id, or by an external one when `?provider=` says whose. */
function userInPath(c: Context<Api>): User | undefined {
  const { site } = c.var
  const provider = new URL(c.req.url).searchParams.get('provider')
  if (provider === null) {
    return site.users.get(idIn(c))
  }
  return [...site.users.values()].find((user) => user.externalIds[provider] === c.req.param('id'))
}
