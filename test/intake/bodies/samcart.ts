import { type SeenBody, samcartBody } from './body'

const PRODUCT = { id: 440369, name: 'Club', transaction_id: 'ch_1' }
const ORDER = { id: 19026152, subscription_id: 551122 }

function order(parts: object, says: object, ignored: string[], seen: string, name: string): SeenBody {
  return { name, seen, body: samcartBody({ order: { ...ORDER, ...parts } }), says, ignored }
}

export const SAMCART_BODIES: SeenBody[] = [
  order(
    { subscription_id: false },
    { orderId: '19026152', items: [{ subscription: null }] },
    ['order.subscription_id, not an id'],
    'PHP',
    'false for no subscription',
  ),
  order(
    { subscription_id: [] },
    { items: [{ subscription: null }] },
    ['order.subscription_id, not an id'],
    'PHP json_encode([])',
    'an empty list for no subscription',
  ),
  order(
    { subscription_id: 0 },
    { items: [{ subscription: null }] },
    ['order.subscription_id, “0” is no id'],
    'two strangers who shared 0',
    'zero for no subscription',
  ),
  order(
    { subscription_id: null },
    { items: [{ subscription: null }] },
    [],
    'a listener of 2026 that receives NULL',
    'null for no subscription',
  ),
  order(
    { subscription_id: 'null' },
    { items: [{ subscription: null }] },
    ['order.subscription_id, “null” is no id'],
    'templates',
    'the word null for no subscription',
  ),
  order(
    { id: {} },
    { orderId: null, items: [{ subscription: { id: '551122' } }] },
    ['order.id, not an id'],
    'PHP',
    'an object for the order’s id',
  ),
  order({ transaction_id: false }, { items: [{ payments: ['ch_1'] }] }, [], 'PHP', 'false for no transactions'),
  order(
    { transaction_id: 'ch_2' },
    { items: [{ payments: ['ch_1', 'ch_2'] }] },
    [],
    'one transaction instead of a list',
    'one transaction',
  ),
  order(
    { transaction_id: ['ch_1', { id: 'x' }] },
    { items: [{ payments: ['ch_1'] }] },
    ['order.transaction_id, not an id'],
    'a nested transaction',
    'an odd transaction among others',
  ),
  order(
    {
      custom_fields: [
        { name: 'Company', value: 'Acme' },
        { name: 'Address', value: { street: 'x' } },
      ],
    },
    { customFields: { Company: 'Acme' } },
    ['order.custom_fields.Address, not text'],
    'PHP',
    'one custom field that is an object',
  ),
  order(
    { custom_fields: { Company: { value: 'Acme', slug: 'c' }, Vat: { value: null } } },
    { customFields: { Company: 'Acme' } },
    [],
    'SamCart’s API',
    'custom fields by name',
  ),
  order(
    { custom_fields: false },
    { customFields: {} },
    ['order.custom_fields, not an object'],
    'PHP',
    'false for no custom fields',
  ),
  {
    name: 'false for no order at all',
    seen: 'PHP',
    body: samcartBody({ order: false, order_id: 5 }),
    says: { orderId: '5' },
    ignored: ['order, not an object'],
  },
  {
    name: 'ids beside the order',
    seen: 'marketplace10',
    body: samcartBody({
      order: { total: '29.00' },
      order_id: 19026152,
      subscription_id: '551122',
      custom_fields: { Company: 'Acme' },
    }),
    says: { orderId: '19026152', items: [{ subscription: { id: '551122' } }], customFields: { Company: 'Acme' } },
  },
  {
    name: 'false for the refunded transaction',
    seen: 'PHP',
    body: samcartBody({ type: 'Refund', refund_transaction_id: false }),
    says: { type: 'product.refunded', items: [{ productId: '440369' }] },
    ignored: ['refund_transaction_id, not an id'],
  },
  {
    name: 'a refund and its transaction',
    seen: 'LearnDash’s SamCart plugin',
    body: samcartBody({ type: 'Refund', refund_transaction_id: 're_1' }),
    says: { items: [{ payments: ['re_1'] }] },
  },
  {
    name: 'a refund that names one product in product and both in products',
    seen: 'published receivers',
    body: samcartBody({ type: 'Refund', product: { id: 2 }, products: [{ id: 1 }, { id: 2 }] }),
    says: { items: [{ productId: '2' }] },
  },
  {
    name: 'a purchase with one product in product and both in products',
    seen: 'published receivers',
    body: samcartBody({ type: 'Order', product: { id: 2 }, products: [{ id: 1 }, { id: 2 }] }),
    says: { items: [{ productId: '1' }, { productId: '2' }] },
  },
  {
    name: 'several products joined by commas',
    seen: 'EC-Council',
    body: samcartBody({
      type: 'Order',
      product: { id: '1,2', name: 'One,Two', transaction_id: 'ch_1,ch_2' },
      order: { id: 5, transaction_id: ['ch_1', 'ch_2'] },
    }),
    says: {
      items: [
        { productId: '1', productName: 'One', payments: ['ch_1'] },
        { productId: '2', productName: 'Two', payments: ['ch_2'] },
      ],
    },
  },
  {
    name: 'several products, and a name with a comma',
    seen: 'EC-Council',
    body: samcartBody({ type: 'Order', product: { id: '1,2', name: 'One, the first,Two' } }),
    says: {
      items: [
        { productId: '1', productName: null },
        { productId: '2', productName: null },
      ],
    },
  },
  {
    name: 'several products with a blank between',
    seen: 'hand-made joins',
    body: samcartBody({ type: 'Order', product: { id: '1, ,2,' } }),
    says: { items: [{ productId: '1' }, { productId: '2' }] },
  },
  {
    name: 'a product’s number alone',
    seen: 'Zapier',
    body: samcartBody({ product: 440369 }),
    says: { items: [{ productId: '440369' }] },
  },
  {
    name: 'a list for a product’s name',
    seen: 'PHP',
    body: samcartBody({ product: { ...PRODUCT, name: ['Club'] } }),
    says: { items: [{ productId: '440369', productName: null }] },
    ignored: ['product.name, not text'],
  },
  {
    name: 'a product without an id beside one with',
    seen: 'products[]',
    body: samcartBody({ product: null, products: [{ id: null }, { id: 7 }] }),
    says: { items: [{ productId: '7' }] },
    ignored: ['products[0], since it has no product id'],
  },
  {
    name: 'a first name as a list',
    seen: 'PHP',
    body: samcartBody({
      customer: { email: 'ada@example.com', first_name: ['Ada'], last_name: 'Byron', customer_id: false },
    }),
    says: { customer: { email: 'ada@example.com', firstName: null, lastName: 'Byron', id: null } },
    ignored: ['customer.first_name, not text', 'customer.customer_id, not an id'],
  },
  {
    name: 'a phone that is a list',
    seen: 'PHP',
    body: samcartBody({ customer: { email: 'ada@example.com', phone_number: [], phone: '+1 555' } }),
    says: { customFields: { Phone: '+1 555' } },
    ignored: ['customer.phone_number, not text'],
  },
  {
    name: 'a customer written as JSON in a text',
    seen: 'Zapier',
    body: samcartBody({ customer: '{"email":"ada@example.com"}' }),
    says: { customer: { email: 'ada@example.com' } },
  },
  {
    name: 'a form with double underscores',
    seen: 'Zapier',
    body: 'type=Order&product__id=440369&customer__email=ada%40example.com&order__id=5',
    says: { type: 'product.purchased', orderId: '5' },
  },
  {
    name: 'a form with dots',
    seen: 'ThriveCart’s habit',
    body: 'type=Order&product.id=440369&customer.email=ada%40example.com&order.custom_fields.Company=Acme',
    says: { type: 'product.purchased', customFields: { Company: 'Acme' } },
  },
]
