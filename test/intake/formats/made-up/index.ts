/** A sender that does not exist, to prove what adding one takes: this folder, and a line in a list. */
import { z } from 'zod'
import type { Dialect } from '../../../../src/intake/dialect'
import { email } from '../../../../src/intake/formats/email'
import { readJson } from '../../../../src/intake/reading/json'
import { authenticateKey } from '../../../../src/intake/senders/key'

const schema = z.object({ type: z.literal('sold'), to: email, what: z.string(), ref: z.string() })

export const madeUp: Dialect<z.infer<typeof schema>> = {
  name: 'made-up',
  title: 'Made-up shop',
  reports: 'facts',
  signs: false,
  authenticate: authenticateKey,
  read: readJson,
  findTrigger: (word) => (word === 'sold' ? 'product.purchased' : null),
  schema,
  identity: () => null,
  translate: (body) => ({
    at: null,
    test: null,
    customer: { email: body.to, firstName: null, lastName: null, id: null },
    orderId: body.ref,
    items: [{ productId: body.what, productName: null, role: 'primary', subscription: null, transaction: null }],
    customFields: {},
  }),
}
