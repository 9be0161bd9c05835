import type { ApiCall } from '../../contract/call'
import { ApiProblem } from '../../contract/problem'
import { ask } from '../tool/ask'
import { findEmail } from '../tool/find-email'
import { defineTool } from '../tool/tool'
import { pageLink, sayEntry, toLines } from '../tool/words'

const PAGE = 200
const MOST_NAMED = 10

interface Choice {
  integration: { id: string; name: string }
  target: { kind: string; id: string; name: string }
}

export const enroll = defineTool({
  name: 'enroll',
  title: 'Enroll a customer',
  description: 'Enrolls a customer in a course or bundle by hand, for no purchase. Ask the person you work for first.',
  scope: 'write',
  fields: {
    customer: { description: 'Their email; a name or an order’s id where that finds one customer.', required: true },
    target: { description: 'The course or bundle: its id, or its name.', required: true },
    integration: { description: 'The integration’s name or id, where several have such a course.' },
  },
  run: async (call, { customer, target: wanted, integration }) => {
    const email = await findEmail(call, customer)
    const { target, integration: at } = await findChoice(call, wanted, integration)
    const { kind, id } = target
    const body = { integration: at.id, target: { kind, id } }
    const row = await ask(call, 'enrollCustomer', { params: { email }, body })
    return `${email} is being enrolled in ${target.name} at ${at.name}. ${sayEntry(call, row)}`
  },
})

async function findChoice(call: ApiCall, wanted: string, integration: string | undefined): Promise<Choice> {
  const choices = await listChoices(call, wanted, integration)
  const exact = choices.filter(({ target: { id, name } }) => id === wanted || isSame(name, wanted))
  const found = exact.length > 0 ? exact : choices
  const [only] = found
  if (only === undefined) {
    throw new ApiProblem(
      404,
      'not found',
      `No course or bundle is like “${wanted}”. If it is new, refresh the integration: ${pageLink(call, '/integrations')}`,
    )
  }
  if (found.length > 1) {
    const names = found
      .slice(0, MOST_NAMED)
      .map(({ target, integration: at }) => `${target.name} (${target.kind} ${target.id}) at ${at.name}`)
    throw new ApiProblem(
      409,
      'several',
      `“${wanted}” could be several. Ask again with an id, and the integration’s name:\n${toLines(names)}`,
    )
  }
  return only
}

async function listChoices(call: ApiCall, wanted: string, integration: string | undefined): Promise<Choice[]> {
  const { items } = await ask(call, 'listIntegrations', { query: { limit: PAGE } })
  const asked = items.filter(
    ({ id, name }) => integration === undefined || id === integration || isSame(name, integration),
  )
  const lists = await Promise.all(
    asked.map(async ({ id, name }) => {
      const query = { search: wanted, limit: PAGE }
      const found = await ask(call, 'listTargets', { params: { integration: id }, query })
      return found.items.map((target) => ({ integration: { id, name }, target }))
    }),
  )
  return lists.flat()
}

function isSame(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase()
}
