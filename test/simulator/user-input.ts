import type { Errors } from './answers.ts'
import { keptEmail, userWithEmail } from './email-match.ts'
import { setEmail } from './lookup.ts'
import { type Body, textIn } from './request.ts'
import type { Role, Site, User } from './site.ts'

const ROLES: Role[] = ['affiliate', 'course_admin', 'group_analyst', 'site_admin']
const PASSWORD_MIN_CHARACTERS = 6
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

/** What is wrong with the fields a body names, for a new user or a change of `self`. */
export function userErrors(site: Site, body: Body, self?: User): Errors {
  const errors: Errors = {}
  const blank = (text: string) => (site.switches.blankNames === 'refused' ? text.trim() : text) === ''
  for (const name of ['first_name', 'last_name']) {
    if (isGiven(body, name, self) && blank(textIn(body, name) ?? '')) {
      errors[name] = ["can't be blank"]
    }
  }
  const email = textIn(body, 'email') ?? ''
  if (isGiven(body, 'email', self)) {
    const other = userWithEmail(site, email.trim())
    if (email.trim() === '') {
      errors.email = ["can't be blank"]
    } else if (!EMAIL.test(email.trim())) {
      errors.email = ['is invalid']
    } else if (other && other !== self) {
      errors.email = ['has already been taken']
    }
  }
  const password = textIn(body, 'password')
  if (password !== undefined && password.length < PASSWORD_MIN_CHARACTERS) {
    errors.password = [`is too short (minimum is ${PASSWORD_MIN_CHARACTERS} characters)`]
  }
  if (rolesIn(body) === null) {
    errors.roles = ['is invalid']
  }
  return errors
}

/**
 * What is wrong with the sign-up fields. A missing required one is named by its label, unless validation is skipped;
 * an empty value fails always (SALOON strips them for that).
 */
export function fieldErrors(site: Site, body: Body): Errors {
  const errors: Errors = {}
  const given = fieldsIn(body)
  for (const { definitionId, value } of given) {
    const field = site.profileFields.get(definitionId)
    if (!field) {
      errors.custom_profile_fields = ['is invalid']
    } else if (value.trim() === '') {
      errors[field.label] = ["can't be blank"]
    }
  }
  if (body.skip_custom_fields_validation === true) {
    return errors
  }
  for (const field of site.profileFields.values()) {
    const missing = !given.some(({ definitionId }) => definitionId === field.id)
    if (field.required && missing) {
      errors[field.label] = ["can't be blank"]
    }
  }
  return errors
}

/** The sign-up fields a body sends. */
export function fieldsIn(body: Body): { definitionId: number; value: string }[] {
  const sent = Array.isArray(body.custom_profile_fields) ? (body.custom_profile_fields as Body[]) : []
  return sent.map((field) => ({
    definitionId: Number(textIn(field, 'custom_profile_field_definition_id')),
    value: textIn(field, 'value') ?? '',
  }))
}

/** The roles a body asks for: undefined if it names none, null if one does not exist. */
export function rolesIn(body: Body): Role[] | undefined | null {
  if (!Array.isArray(body.roles)) {
    return undefined
  }
  return body.roles.every((role) => ROLES.includes(role)) ? body.roles : null
}

/** Writes the plain fields a body names into a user; what it leaves out stays. */
export function writeUser(site: Site, user: User, body: Body): void {
  user.firstName = textIn(body, 'first_name') ?? user.firstName
  user.lastName = textIn(body, 'last_name') ?? user.lastName
  setEmail(site, user, keptEmail(site, textIn(body, 'email') ?? user.email))
  user.company = textIn(body, 'company') ?? user.company
  user.bio = textIn(body, 'bio') ?? user.bio
  user.headline = textIn(body, 'headline') ?? user.headline
  user.roles = rolesIn(body) ?? user.roles
  user.hasPassword ||= textIn(body, 'password') !== undefined
  const externalId = textIn(body, 'external_id')
  if (externalId !== undefined) {
    user.externalIds[textIn(body, 'provider') ?? 'SSO'] = externalId
  }
}

/** A new user must have it; a change only if it names it. */
function isGiven(body: Body, name: string, self: User | undefined): boolean {
  return self === undefined || name in body
}
