import { storedEmail } from '../../../model/email'
import { type Answer, type ApiConnection, callApi } from './call'
import { WITHOUT_REASON } from './error-body'
import { type Failure, toFailure } from './failure'
import { pageSchema } from './page'
import { type User, user } from './records'
import { parseAs, parseAsDone } from './response'
import { toWireId } from './wire-id'

/** Undocumented whether the search is exact, so leave room for rows that only contain the email. */
const SEARCH_LIMIT = 50

interface NewUser {
  email: string
  firstName: string
  /** Thinkific refuses a blank one; the caller provides a placeholder. */
  lastName: string
  /** By custom profile field definition id; empty values are not sent. */
  fields: Record<string, string>
  sendWelcomeEmail: boolean
}

type UserChange = Partial<Pick<NewUser, 'email' | 'firstName' | 'lastName' | 'fields'>>

export function userCalls(connection: ApiConnection) {
  return {
    /** The user with exactly this email; other rows of the search are ignored. */
    async findUser(email: string): Promise<Answer<User | null>> {
      const wanted = storedEmail(email)
      const query = { 'query[email]': wanted, limit: SEARCH_LIMIT }
      const read = pageSchema(user, 1, SEARCH_LIMIT)
      const answer = await callApi(connection, { method: 'GET', path: '/users', query }, (response) =>
        parseAs(read, response),
      )
      return answer.ok
        ? { ...answer, value: answer.value.items.find((row) => storedEmail(row.email) === wanted) ?? null }
        : answer
    },

    getUser(id: string): Promise<Answer<User>> {
      return callApi(connection, { method: 'GET', path: `/users/${encodeURIComponent(id)}` }, (response) =>
        parseAs(user, response),
      )
    },

    /** Thinkific does not require sign-up fields here. An email already taken is `rejected` with the field `email`. */
    async createUser(who: NewUser): Promise<Answer<User>> {
      const wanted = storedEmail(who.email)
      const body = {
        email: wanted,
        first_name: who.firstName,
        last_name: who.lastName,
        send_welcome_email: who.sendWelcomeEmail,
        skip_custom_fields_validation: true,
        ...toFieldsBody(who.fields),
      }
      const answer = await callApi(connection, { method: 'POST', path: '/users', body }, (response) =>
        parseAs(user, response),
      )
      if (!answer.ok || storedEmail(answer.value.email) === wanted) {
        return answer
      }
      const wrong = toFailure({ kind: 'wrong email', answered: answer.value.email }, true)
      return { ok: false, failure: wrong, attempt: { ...answer.attempt, problem: wrong.sentence } }
    },

    updateUser(id: string, change: UserChange): Promise<Answer<null>> {
      const body = {
        ...(change.email === undefined ? {} : { email: storedEmail(change.email) }),
        ...(change.firstName === undefined ? {} : { first_name: change.firstName }),
        ...(change.lastName === undefined ? {} : { last_name: change.lastName }),
        ...toFieldsBody(change.fields ?? {}),
      }
      return callApi(connection, { method: 'PUT', path: `/users/${encodeURIComponent(id)}`, body }, parseAsDone)
    },
  }
}

/** Look the user up then. Includes refusals that name the email without a reason. */
export function isEmailTaken(failed: Failure): boolean {
  return (
    (failed.kind === 'rejected' || failed.kind === 'conflict') &&
    failed.complaints.some(({ field, message }) => {
      const aboutEmail = /e-?mail/i.test(field ?? message)
      return aboutEmail && (/taken|already|exist|in use/i.test(message) || message === WITHOUT_REASON)
    })
  )
}

function toFieldsBody(fields: Record<string, string>) {
  const filled = Object.entries(fields).filter(([, value]) => value.trim() !== '')
  return filled.length === 0
    ? {}
    : {
        custom_profile_fields: filled.map(([id, value]) => ({
          custom_profile_field_definition_id: toWireId(id),
          value,
        })),
      }
}
