import type { ParsedBody } from '../../../../src/intake/formats/format'
import type { MadeUpBody } from './schema'

export function translate({ to, what, ref }: MadeUpBody): ParsedBody {
  return {
    at: null,
    test: null,
    customer: { email: to, firstName: null, lastName: null, id: null },
    orderId: ref,
    items: [{ productId: what, productName: null, role: 'primary', subscription: null, transaction: null }],
    customFields: {},
  }
}
