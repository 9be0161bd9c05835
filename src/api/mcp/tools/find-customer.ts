import { ask } from '../tool/ask'
import { defineTool } from '../tool/tool'
import { customerLink, pageLink, sayPerson, sayTime, toLines } from '../tool/words'

const MOST_FOUND = 20

export const findCustomer = defineTool({
  name: 'find_customer',
  title: 'Find a customer',
  description: 'Finds customers by part of an email or a name, or by the beginning of an order’s id.',
  scope: 'read',
  fields: { search: { description: 'Part of an email or a name, or an order’s id.', required: true } },
  run: async (call, { search }) => {
    const { items, next_cursor } = await ask(call, 'listCustomers', { query: { search, limit: MOST_FOUND } })
    if (items.length === 0) {
      return `No event has named anyone like “${search}”. Perhaps they bought with another email, or their order was never reported: ${pageLink(call, '/webhook/activity')}`
    }
    const more = next_cursor === null ? '' : '\nThere are more: search for a longer part.'
    const lines = items.map((one) => {
      const last =
        one.last === null
          ? ''
          : ` Last reported ${sayTime(one.last.at)}: ${one.last.type}${ofProducts(one.last.products)}.`
      return `${sayPerson(one)}.${last} ${customerLink(call, one.email)}`
    })
    return toLines(lines) + more
  },
})

function ofProducts(products: string[]): string {
  return products.length === 0 ? '' : ` of ${products.join(', ')}`
}
