import { type SeenBody, standardBody } from './body'

const DAY = Date.parse('2026-12-20T12:00:00Z')
const INSTANT = Date.parse('2026-12-20T10:15:00Z')

function subscription(parts: object, expected: object | null, ignored: string[], seen: string, name: string): SeenBody {
  const body = standardBody({
    subscription: { id: 's1', failed_attempts: 2, period_end: '2026-12-20T10:15:00Z', ...parts },
  })
  return {
    name,
    seen,
    body,
    says: { orderId: 'o1', items: [{ productId: '440369', subscription: expected }] },
    ignored,
  }
}

const WHOLE = { id: 's1', failedAttempts: 2, periodEnd: INSTANT }

export const STANDARD_BODIES: SeenBody[] = [
  // Dates
  subscription(
    { period_end: '' },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, blank'],
    'opencrvs/opencrvs-core#12668',
    'a blank date',
  ),
  subscription(
    { period_end: '2026-12-20' },
    { ...WHOLE, periodEnd: DAY },
    [],
    'it-at-m/digiwf-core#1151',
    'a date without a time',
  ),
  subscription({ period_end: 1797761700 }, WHOLE, [], 'Stripe current_period_end', 'epoch seconds'),
  subscription(
    { period_end: '1797761700' },
    WHOLE,
    [],
    'Zapier, which makes texts of numbers',
    'epoch seconds as a text',
  ),
  subscription({ period_end: 1797761700000 }, WHOLE, [], 'JavaScript Date.now()', 'epoch milliseconds'),
  subscription(
    { period_end: '2026-12-20 10:15:00' },
    WHOLE,
    [],
    'SamCart API, MySQL',
    'a date and time without a zone',
  ),
  subscription({ period_end: '2026-12-20T12:15:00+0200' }, WHOLE, [], 'PHP DATE_ISO8601', 'an offset without a colon'),
  subscription({ period_end: 'Sun, 20 Dec 2026 10:15:00 +0000' }, WHOLE, [], 'PHP date("r")', 'a date as mail has it'),
  subscription(
    { period_end: '0000-00-00 00:00:00' },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, not a date'],
    'MySQL zero date',
    'a date of zeros',
  ),
  subscription(
    { period_end: '0001-01-01T00:00:00Z' },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, not a date'],
    '.NET DateTime.MinValue',
    'year one',
  ),
  subscription(
    { period_end: 0 },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, not a date'],
    'PHP strtotime failing',
    'zero',
  ),
  subscription(
    { period_end: false },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, not a date'],
    'WooCommerce get_date without one',
    'false for no date',
  ),
  subscription(
    { period_end: 'Lifetime' },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, not a date'],
    'membership plugins',
    'a word for no date',
  ),
  subscription(
    { period_end: { date: '2026-12-20' } },
    { ...WHOLE, periodEnd: null },
    ['subscription.period_end, not a date'],
    'PHP json_encode of a DateTime',
    'an object for a date',
  ),
  // Counts
  subscription({ failed_attempts: '2' }, WHOLE, [], 'Zapier', 'a count as a text'),
  subscription(
    { failed_attempts: '' },
    { ...WHOLE, failedAttempts: null },
    ['subscription.failed_attempts, blank'],
    'Zapier, an empty mapping',
    'a blank count',
  ),
  subscription(
    { failed_attempts: 'two' },
    { ...WHOLE, failedAttempts: null },
    ['subscription.failed_attempts, not a whole number'],
    'a spreadsheet',
    'a count in words',
  ),
  subscription(
    { failed_attempts: -1 },
    { ...WHOLE, failedAttempts: null },
    ['subscription.failed_attempts, not a whole number'],
    'a sentinel value',
    'a negative count',
  ),
  subscription(
    { failed_attempts: true },
    { ...WHOLE, failedAttempts: null },
    ['subscription.failed_attempts, not a whole number'],
    'a flag in the wrong place',
    'true for a count',
  ),
  // Subscription ids
  ...['0', 0, 'null', 'None', 'nil', 'N/A', 'na', 'NaN', 'undefined', 'false', 'Unknown', '[object Object]', '-'].map(
    (id) =>
      subscription(
        { id },
        null,
        [`subscription.id, “${id}” is no id`],
        'placeholders of carts and templates',
        `the subscription id ${JSON.stringify(id)}`,
      ),
  ),
  subscription(
    { id: '{{subscription.id}}' },
    null,
    ['subscription.id, a placeholder that was not filled in'],
    'Make and n8n expressions',
    'an id that was not filled in',
  ),
  subscription({ id: ['s1'] }, null, ['subscription.id, not an id'], 'PHP arrays', 'a list for an id'),
  subscription(
    { id: 's'.repeat(10_000) },
    null,
    ['subscription.id, longer than 200 characters'],
    'a token in the wrong field',
    'an endless id',
  ),
  subscription({ id: '007' }, { ...WHOLE, id: '007' }, [], 'ids with leading zeros', 'an id with zeros in front'),
  {
    name: 'a blank subscription',
    seen: 'Zapier, an empty mapping',
    body: standardBody({ subscription: '' }),
    says: { items: [{ subscription: null }] },
    ignored: ['subscription, blank'],
  },
  {
    name: 'false for no subscription',
    seen: 'PHP',
    body: standardBody({ subscription: false }),
    says: { items: [{ subscription: null }] },
    ignored: ['subscription, not an object'],
  },
  {
    name: 'an empty list for no subscription',
    seen: 'PHP json_encode([])',
    body: standardBody({ subscription: [] }),
    says: { items: [{ subscription: null }] },
    ignored: ['subscription, not an object'],
  },
  {
    name: 'a subscription’s id alone',
    seen: 'home-made carts',
    body: standardBody({ subscription: 's1' }),
    says: { items: [{ subscription: { id: 's1', periodEnd: null } }] },
  },
  {
    name: 'a subscription written as JSON in a text',
    seen: 'Zapier, Make',
    body: standardBody({ subscription: '{"id":"s1"}' }),
    says: { items: [{ subscription: { id: 's1' } }] },
  },
  // Items
  {
    name: 'one item instead of a list',
    seen: 'Zapier help 8496326446989',
    body: standardBody({ items: { product_id: 440369 } }),
    says: { items: [{ productId: '440369' }] },
  },
  {
    name: 'items numbered by their names',
    seen: 'PHP json_encode of a sparse array',
    body: standardBody({ items: { 0: { product_id: 'a' }, 1: { product_id: 'b' } } }),
    says: { items: [{ productId: 'a' }, { productId: 'b' }] },
  },
  {
    name: 'a product id alone',
    seen: 'home-made carts',
    body: standardBody({ items: ['440369'] }),
    says: { items: [{ productId: '440369' }] },
  },
  {
    name: 'items written as JSON in a text',
    seen: 'Zapier',
    body: standardBody({ items: '[{"product_id":"440369"}]' }),
    says: { items: [{ productId: '440369' }] },
  },
  {
    name: 'an item without a product beside one with',
    seen: 'shipping lines',
    body: standardBody({ items: [{ product_name: 'Shipping' }, { product_id: 'club' }] }),
    says: { items: [{ productId: 'club' }] },
    ignored: ['items[0], since its product_id is missing'],
  },
  {
    name: 'null among the items',
    seen: 'filtered lists',
    body: standardBody({ items: [null, { product_id: 'club' }] }),
    says: { items: [{ productId: 'club' }] },
    ignored: ['items[0], since its product_id is missing'],
  },
  {
    name: 'a product called 0',
    seen: 'shops number from zero',
    body: standardBody({ items: [{ product_id: 0 }] }),
    says: { items: [{ productId: '0' }] },
  },
  {
    name: 'a role as people write it',
    seen: 'forms filled in by hand',
    body: standardBody({ items: [{ product_id: 'a', role: 'Order Bump' }] }),
    says: { items: [{ role: 'order_bump' }] },
  },
  {
    name: 'an unknown role',
    seen: 'ThriveCart downsells',
    body: standardBody({ items: [{ product_id: 'a', role: 'downsell' }] }),
    says: { items: [{ role: 'primary' }] },
    ignored: ['items[0].role, not a role we know'],
  },
  {
    name: 'a list for a product’s name',
    seen: 'PHP',
    body: standardBody({ items: [{ product_id: 'a', product_name: ['Club'] }] }),
    says: { items: [{ productId: 'a', productName: null }] },
    ignored: ['items[0].product_name, not text'],
  },
  {
    name: 'a name with commas',
    seen: 'course titles',
    body: standardBody({ items: [{ product_id: 'a', product_name: 'Read, write, repeat' }] }),
    says: { items: [{ productName: 'Read, write, repeat' }] },
  },
  {
    name: 'an item’s own subscription',
    seen: 'WooCommerce Subscriptions',
    body: standardBody({ items: [{ product_id: 'a', subscription: { id: 's9' } }] }),
    says: { items: [{ subscription: { id: 's9', periodEnd: null } }] },
  },
  {
    name: 'an item’s own period under the event’s id',
    seen: 'two plans in one subscription',
    body: standardBody({ items: [{ product_id: 'a', subscription: { period_end: '2026-12-20' } }] }),
    says: { items: [{ subscription: { id: 's1', periodEnd: DAY } }] },
  },
  // Flags, orders, payments, customers
  ...(
    [
      ['true', true],
      ['false', false],
      ['yes', true],
      ['no', false],
      ['1', true],
      ['0', false],
      [1, true],
      [0, false],
      ['TRUE', true],
      [null, null],
    ] as const
  ).map(
    ([test, expected]): SeenBody => ({
      name: `${JSON.stringify(test)} for whether it is a test`,
      seen: 'forms and spreadsheets',
      body: standardBody({ test }),
      says: { test: expected },
    }),
  ),
  {
    name: 'a blank test flag',
    seen: 'Zapier, an empty mapping',
    body: standardBody({ test: '' }),
    says: { test: null },
    ignored: ['test, blank'],
  },
  {
    name: 'an object for whether it is a test',
    seen: 'a wrong mapping',
    body: standardBody({ test: {} }),
    says: { test: null },
    ignored: ['test, not true or false'],
  },
  {
    name: 'an order’s number alone',
    seen: 'home-made carts',
    body: standardBody({ order: 19026152 }),
    says: { orderId: '19026152' },
  },
  {
    name: 'an order number of twenty digits',
    seen: 'Shopify ids beyond JavaScript',
    body: JSON.stringify(standardBody()).replace('"o1"', '12345678901234567890'),
    says: { orderId: '12345678901234567890' },
  },
  {
    name: 'an order that was not filled in',
    seen: 'Zapier, a deleted step',
    body: standardBody({ order: { id: '{{123456__id}}' } }),
    says: { orderId: null },
    ignored: ['order.id, a placeholder that was not filled in'],
  },
  {
    name: 'false for no order',
    seen: 'PHP',
    body: standardBody({ order: false }),
    says: { orderId: null },
    ignored: ['order, not an object'],
  },
  {
    name: 'a payment’s id alone',
    seen: 'home-made carts',
    body: standardBody({ payment: 'ch_2' }),
    says: { items: [{ payments: ['ch_2'] }] },
  },
  {
    name: 'a payment that is none',
    seen: 'free orders',
    body: standardBody({ payment: { id: 0 } }),
    says: { orderId: 'o1', items: [{ subscription: { id: 's1' } }] },
    ignored: ['payment.id, “0” is no id'],
  },
  {
    name: 'an item’s own payment',
    seen: 'split payments',
    body: standardBody({ items: [{ product_id: 'a', payment: { id: 'ch_9' } }] }),
    says: { items: [{ payments: ['ch_9'] }] },
  },
  {
    name: '“guest” stays a customer’s id, “unknown” does not',
    seen: 'guest checkouts',
    body: standardBody({ customer: { email: 'ada@example.com', id: 'unknown' } }),
    says: { customer: { id: null } },
    ignored: ['customer.id, “unknown” is no id'],
  },
  {
    name: 'a first name as a list',
    seen: 'PHP forms',
    body: standardBody({ customer: { email: 'ada@example.com', first_name: ['Ada'], last_name: 'Byron' } }),
    says: { customer: { firstName: null, lastName: 'Byron' } },
    ignored: ['customer.first_name, not text'],
  },
  {
    name: 'a zero-width space behind the email',
    seen: 'jstanden/cerb#1349',
    body: standardBody({ customer: { email: 'ada@example.com\u200b' } }),
    says: { customer: { email: 'ada@example.com' } },
  },
  {
    name: 'direction marks around the email',
    seen: 'churchthemes/church-theme-framework#16',
    body: standardBody({ customer: { email: '\u202aADA@Example.com\u202c \ufeff' } }),
    says: { customer: { email: 'ada@example.com' } },
  },
  // Custom fields
  {
    name: 'one odd custom field among others',
    seen: 'nested form plugins',
    body: standardBody({
      custom_fields: { Company: 'Acme', Address: { street: 'x' }, Size: 7, News: true, Tags: ['a', 'b'] },
    }),
    says: { customFields: { Company: 'Acme', Size: '7', News: 'true', Tags: 'a, b' } },
    ignored: ['custom_fields.Address, not text'],
  },
  {
    name: 'custom fields as a list of names and values',
    seen: 'SamCart, WooCommerce meta_data',
    body: standardBody({ custom_fields: [{ name: 'Company', value: 'Acme' }, 7] }),
    says: { customFields: { Company: 'Acme' } },
    ignored: ['custom_fields[1], not an object'],
  },
  {
    name: 'no custom fields, as PHP writes it',
    seen: 'PHP json_encode([])',
    body: standardBody({ custom_fields: [] }),
    says: { customFields: {} },
  },
  {
    name: 'a text for custom fields',
    seen: 'a wrong mapping',
    body: standardBody({ custom_fields: 'Acme' }),
    says: { customFields: {} },
    ignored: ['custom_fields, not an object'],
  },
  {
    name: 'a custom field that was not filled in',
    seen: 'Make',
    body: standardBody({ custom_fields: { Company: '{{1.company}}' } }),
    says: { customFields: {} },
    ignored: ['custom_fields.Company, a placeholder that was not filled in'],
  },
  // Forms
  {
    name: 'a form with double underscores',
    seen: 'Zapier help 8496326446989',
    body: 'type=product.purchased&data__customer__email=ada%40example.com&data__items__product_id=440369&data__order__id=7',
    says: { type: 'product.purchased', orderId: '7', items: [{ productId: '440369' }] },
  },
  {
    name: 'a form with dots',
    seen: 'ThriveCart account webhooks',
    body: 'type=product.purchased&data.customer.email=ada%40example.com&data.items.0.product_id=440369&data.custom_fields.Acme+Inc.=yes',
    says: { items: [{ productId: '440369' }], customFields: { 'Acme Inc.': 'yes' } },
  },
  {
    name: 'a form with brackets',
    seen: 'PHP http_build_query',
    body: 'type=product.purchased&data[customer][email]=ada%40example.com&data[items][0][product_id]=440369&data[test]=0',
    says: { test: false, items: [{ productId: '440369' }] },
  },
  {
    name: 'a form with JSON in a field',
    seen: 'Pabbly',
    body: `type=product.purchased&data=${encodeURIComponent('{"customer":{"email":"ada@example.com"},"items":[{"product_id":"440369"}]}')}`,
    says: { items: [{ productId: '440369' }] },
  },
  {
    name: 'a form without the wrapping data',
    seen: 'forms filled in by hand',
    body: 'type=Product+Purchased&customer__email=ada%40example.com&items__product_id=440369',
    says: { type: 'product.purchased', items: [{ productId: '440369' }] },
  },
  {
    name: 'a form in parts',
    seen: 'n8n Form-Data',
    body: '--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nproduct.purchased\r\n--b\r\nContent-Disposition: form-data; name="data[customer][email]"\r\n\r\nada@example.com\r\n--b\r\nContent-Disposition: form-data; name="data[items][0][product_id]"\r\n\r\n440369\r\n--b--\r\n',
    says: { type: 'product.purchased', items: [{ productId: '440369' }] },
  },
]
