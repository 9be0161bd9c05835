import { readEmail } from '../../../../src/intake/formats/email'
import type { ParsedBody } from '../../../../src/intake/formats/format'
import { type Body, FieldReader } from '../../../../src/intake/reading/field-reader'

export function translate({ to, what, ref }: Body): ParsedBody {
  const read = new FieldReader()
  const found = readEmail(to)
  const productId = read.id(what, 'what')
  if ('problem' in found) {
    read.fail('to', found.problem)
  }
  return {
    at: null,
    test: null,
    customer: 'email' in found ? { email: found.email, firstName: null, lastName: null, id: null } : null,
    orderId: read.id(ref, 'ref'),
    items:
      productId === null
        ? []
        : [{ productId, productName: null, role: 'primary', subscription: null, transaction: null }],
    customFields: {},
    ignored: read.ignored,
    problem: read.problem,
  }
}
