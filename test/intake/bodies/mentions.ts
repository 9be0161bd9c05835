/** Posts that are no event, and the customers they mention. */
import { standardBody } from './body'
import type { OddBody } from './odd'

const EMAIL = 'ada@example.com'
const EVE = 'eve@example.com'
const hers = { type: null, customer: { email: EMAIL } }
const nobodys = { type: null, customer: null }

function sale(name: string, parts: object, says: object): OddBody {
  return { name, body: JSON.stringify({ type: 'sale', ...parts }), says }
}

export const MENTIONING: OddBody[] = [
  sale('a shopper', { shopper: { email: EMAIL }, order_id: 5 }, { ...hers, orderId: '5' }),
  sale(
    'a Shopify order',
    { shopify_order: { email: EMAIL, products: [{ id: 7 }] } },
    { ...hers, items: [{ productId: '7' }] },
  ),
  sale('a workshop', { workshop: { email: EMAIL } }, hers),
  sale('a store’s customer', { store_customer: { email: EMAIL } }, hers),
  sale('Recurly’s account', { account: { email: EMAIL } }, hers),
  sale('an account beside the customer', { account: { email: EVE }, customer: { email: EMAIL } }, hers),
  sale('a name with its address', { email: `Ada <${EMAIL}>` }, hers),
  sale('a list of emails', { emails: [EMAIL] }, hers),
  sale('a dotted name', { 'data.customer.email': EMAIL, 'order.id': 5 }, { ...hers, orderId: '5' }),
  sale('PayPal’s payer and receiver', { payer_email: EMAIL, receiver_email: EVE }, hers),
  sale('billing and shipping', { billing: { email: EMAIL }, shipping: { email: EVE } }, hers),
  sale('an address with a comma behind it', { email: `${EMAIL},` }, hers),
  sale('a seller', { seller: { email: EVE } }, nobodys),
  sale('an admin', { admin_email: EVE }, nobodys),
  sale('half of an address', { email: 'ad\u200ba@example.com' }, nobodys),
  sale('an address in a message', { message: 'Write to eve@example.com' }, nobodys),
  {
    name: 'XML with attributes',
    body: `<?xml version="1.0"?><order id="5"><email>${EMAIL}</email><seller_email>${EVE}</seller_email></order>`,
    says: hers,
    status: 400,
  },
  {
    name: 'a notification’s lines',
    body: `Order=5\nCustomer email: ${EMAIL}\nReply-To: ${EVE}`,
    says: { ...hers, orderId: null },
    status: 422,
    ignored: ['order.id, not an id'],
  },
  {
    name: 'JSON with curly quotes',
    body: JSON.stringify(standardBody()).replace(/"([^"]*)"/g, '“$1”'),
    says: hers,
    status: 400,
  },
  {
    name: 'JSON that cannot be read before the email',
    body: `{ // our event\n"type":"product.purchased","email":"${EMAIL}"}`,
    says: hers,
    status: 400,
  },
]
