/** Whom a support person means: by email, or by anything that finds one customer. */
import type { ApiCall } from '../../contract/call'
import { ApiProblem } from '../../contract/problem'
import { ask } from './ask'
import { sayPerson, toLines } from './words'

const MOST_NAMED = 10

/** Throws an ApiProblem that says who it could be */
export async function findEmail(call: ApiCall, wanted: string): Promise<string> {
  if (/^\S+@\S+$/.test(wanted)) {
    return wanted
  }
  const { items } = await ask(call, 'listCustomers', { query: { search: wanted, limit: MOST_NAMED } })
  const [only] = items
  if (only === undefined) {
    throw new ApiProblem(
      404,
      'not found',
      `No event has named anyone like “${wanted}”. Ask for the email of the order.`,
    )
  }
  if (items.length > 1) {
    const who = toLines(items.map(sayPerson))
    throw new ApiProblem(
      409,
      'several',
      `“${wanted}” could be several customers. Ask again with one of the emails:\n${who}`,
    )
  }
  return only.email
}
