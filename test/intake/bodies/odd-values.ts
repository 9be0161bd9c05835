/** JSON whose values a template left odd: each costs itself alone, and what an event needs is never guessed. */
import { samcartBody, standardBody } from './body'
import type { OddBody } from './odd'

const EMAIL = 'ada@example.com'
const CHARGE = { type: 'subscription.charged', customer: { email: EMAIL }, items: [{ productId: '440369' }] }
const json = JSON.stringify
const DOLLAR = '$'
const text = json(standardBody())
const open = { type: null, customer: { email: EMAIL }, items: [{ productId: '440369' }] }

/** The standard body with an optional name of its data in these words. */
function raw(value: string, says: object, ignored: string[] = []): OddBody {
  return {
    name: `${value} for an order’s id`,
    body: text.replace('"o1"', value),
    says: { ...CHARGE, ...says },
    ignored,
  }
}

function behind(name: string, end: string): OddBody {
  return { name: `${name} behind the body`, body: text + end, says: { ...CHARGE, orderId: 'o1' } }
}

function email(value: string, read: string | null, detail = 'is not an email address'): OddBody {
  return {
    name: `the email ${json(value)}`,
    body: json(standardBody({ customer: { email: value } })),
    ...(read === null
      ? { says: { type: null, items: [{ productId: '440369' }] }, status: 422, field: 'data.customer.email', detail }
      : { says: { ...CHARGE, customer: { email: read } } }),
  }
}

function product(value: unknown, ids: string[] | null, detail = '', ignored: string[] = []): OddBody {
  return {
    name: `the product id ${json(value)}`,
    body: json(standardBody({ items: [{ product_id: value }] })),
    ignored,
    ...(ids === null
      ? { says: { type: null, customer: { email: EMAIL } }, status: 422, field: 'data.items[0].product_id', detail }
      : { says: { ...CHARGE, items: ids.map((productId) => ({ productId })) } }),
  }
}

export const ODD_VALUES: OddBody[] = [
  raw('NULL', { orderId: null }),
  raw('', { orderId: null }),
  raw('{{order_id}}', { orderId: null }, ['order.id, a placeholder that was not filled in']),
  raw('A-7', { orderId: null }, ['order.id, not in quotes']),
  raw('2026-11-20T10:15:00Z', { orderId: null }, ['order.id, not in quotes']),
  raw('.5', { orderId: null }, ['order.id, not in quotes']),
  raw('+15551230000', { orderId: null }, ['order.id, not in quotes']),
  raw('97,00', { orderId: null }, ['order.id, not in quotes']),
  raw('0440369', { orderId: '0440369' }),
  {
    name: 'FALSE for a test',
    body: text.replace('"customer"', '"test":FALSE,"customer"'),
    says: { ...CHARGE, test: false },
  },
  {
    name: 'TRUE for a test',
    body: text.replace('"customer"', '"test":TRUE,"customer"'),
    says: { ...CHARGE, test: true },
  },
  {
    name: 'an odd value of a name that means nothing',
    body: text.replace('"data"', '"amount":97,00,"vip":Yes,"data"'),
    says: CHARGE,
  },
  {
    name: 'an email without quotes',
    body: text.replace(`"${EMAIL}"`, EMAIL),
    says: { type: null, orderId: 'o1', items: [{ productId: '440369' }] },
    status: 400,
    field: 'data.customer.email',
    detail: 'is not in quotes',
  },
  {
    name: 'a product id without quotes',
    body: text.replace('"440369"', 'club-1'),
    says: { type: null, customer: { email: EMAIL }, orderId: 'o1' },
    status: 400,
    field: 'data.items[0].product_id',
    detail: 'is not in quotes',
  },
  {
    name: 'a product id with a decimal comma and no quotes',
    body: text.replace('"440369"', '440369,00').replace(',"product_name":"Club"', ''),
    says: { type: null, customer: { email: EMAIL }, orderId: 'o1' },
    status: 400,
    field: 'data.items[0].product_id',
  },
  behind('a NUL', '\0'),
  behind('another brace', '}'),
  behind('a semicolon', ';'),
  behind('a form’s equals sign', '='),
  {
    name: 'two events in lines',
    body: `${text}\n${text.replace('440369', '350399')}`,
    says: { ...open, orderId: 'o1' },
    status: 400,
  },
  // JSON in texts
  {
    name: 'a customer in broken JSON',
    body: json(standardBody({ customer: `{"email":"${EMAIL}","first_name":"A",}` })),
    says: { ...CHARGE, customer: { email: EMAIL, firstName: 'A' } },
  },
  {
    name: 'a customer in a text of a text',
    body: json(standardBody({ customer: json(json({ email: EMAIL })) })),
    says: CHARGE,
  },
  { name: 'items in broken JSON', body: json(standardBody({ items: '[{"product_id":"440369"},]' })), says: CHARGE },
  {
    name: 'an order in broken JSON',
    body: json(standardBody({ order: "{'id':5,}" })),
    says: { ...CHARGE, orderId: '5' },
  },
  {
    name: 'data as a Python dictionary',
    body: json({
      type: 'product.purchased',
      data: `{'customer': {'email': '${EMAIL}'}, 'items': [{'product_id': 440369}]}`,
    }),
    says: { ...CHARGE, type: 'product.purchased' },
  },
  {
    name: 'a customer in JSON that was cut',
    body: json({ type: 'product.purchased', customer: `{"email":"${EMAIL}","first`, product_id: 440369 }),
    says: { type: null, items: [{ productId: '440369' }] },
    status: 422,
    field: 'data.customer.email',
    detail: 'is not an email address',
  },
  // Emails
  email(`<${EMAIL}>`, EMAIL),
  email(`mailto:${EMAIL}`, EMAIL),
  email(`"${EMAIL}"`, EMAIL),
  email(`'${EMAIL}'`, EMAIL),
  email(`Ada Byron <${EMAIL}>`, EMAIL),
  email(`"Byron, Ada" <${EMAIL.toUpperCase()}>`, EMAIL),
  email('eve&amp;co@example.com', 'eve&co@example.com'),
  email('ada&#64;example.com', EMAIL),
  email("o'brien@example.com", "o'brien@example.com"),
  email('jos\u00e9@b\u00fccher.example', 'jos\u00e9@b\u00fccher.example'),
  email(`${EMAIL}.`, null, 'it ends with “.”'),
  email(`${EMAIL},`, null, 'it ends with “,”'),
  email(`${EMAIL}/`, null, 'it ends with “/”'),
  email(`email=${EMAIL}`, null, 'it has “=” in it'),
  email(`${EMAIL},eve@example.com`, null),
  email(`eve@example.com <${EMAIL}>`, null),
  email('ada"x@example.com', null, 'it has “"” in it'),
  email('{"email":"ada@example.com"', null),
  email('ada@example\uff0ecom', null),
  email('ada@example.com\u3164', null, 'an invisible character (U+3164) at position 16'),
  email('ada\u034f@example.com', null, 'an invisible character (U+034F) at position 4'),
  email('a@b..example', null),
  email(`${DOLLAR}{user}@${DOLLAR}{host}`, null, 'is a placeholder that was not filled in'),
  email('[email protected]', null, 'is a placeholder that was not filled in'),
  // Products
  product('{"id":1,"name":"Club"', null, 'is not a product id'),
  product('[{"product_id":1}', null, 'is not a product id'),
  product('[440369,350399]', ['440369', '350399']),
  product(['440369', 350399], ['440369', '350399']),
  product('"440369"', null, 'is not a product id'),
  product("'440369", null, 'is not a product id'),
  product('[product_id]', null, 'is a placeholder that was not filled in'),
  product('%product_id%', null, 'is a placeholder that was not filled in'),
  product(`${DOLLAR}{product.id}`, null, 'is a placeholder that was not filled in'),
  product('<%= id %>', null, 'is a placeholder that was not filled in'),
  product('{{id}}', null, 'is a placeholder that was not filled in'),
  product('4.40E+05', null, 'is rounded to an exponent'),
  product('4,40369E+05', ['440369']),
  product('44.0369E+4', ['440369']),
  product('4.40369E+005', ['440369']),
  product('440369,00', ['440369']),
  product('440369.00', ['440369']),
  product('97,0', ['97'], '', ['items[0].product_id, “0” cannot be listed with other products']),
  product('1e5-b', ['1e5-b']),
  // Elsewhere in a right body
  {
    name: 'ids beside the parts that are theirs',
    body: json(
      standardBody({
        order: undefined,
        order_id: 'o9',
        subscription: undefined,
        subscription_id: 's9',
        payment: undefined,
        payment_id: 'p9',
      }),
    ),
    says: { orderId: 'o9', items: [{ subscription: { id: 's9' }, payments: ['p9'] }] },
  },
  {
    name: 'the same in camel case',
    body: json(
      standardBody({
        order: undefined,
        orderId: 'o9',
        subscription: undefined,
        subscriptionId: 's9',
        payment: undefined,
        paymentId: 'p9',
      }),
    ),
    says: { orderId: 'o9', items: [{ subscription: { id: 's9' }, payments: ['p9'] }] },
  },
  {
    name: 'an odd id beside its part',
    body: json(standardBody({ order: undefined, order_id: 'null' })),
    says: { ...CHARGE, orderId: null },
    ignored: ['order_id, “null” is no id'],
  },
  {
    name: 'camel case in optional places',
    body: json(
      standardBody({
        customer: { email: EMAIL, firstName: 'Ada', lastName: 'Byron' },
        subscription: { id: 's1', failedAttempts: 2, periodEnd: '2026-12-20' },
        items: [{ product_id: '440369', productName: 'Club' }, { productId: '350399' }],
        custom_fields: undefined,
        customFields: { Company: 'Acme' },
      }),
    ),
    says: {
      customer: { firstName: 'Ada', lastName: 'Byron' },
      items: [
        {
          productId: '440369',
          productName: 'Club',
          subscription: { failedAttempts: 2, periodEnd: Date.parse('2026-12-20T12:00:00Z') },
        },
        { productId: '350399' },
      ],
      customFields: { Company: 'Acme' },
    },
  },
  { name: 'a test flag beside data', body: json(standardBody({}, { test: true })), says: { ...CHARGE, test: true } },
  {
    name: 'February 31',
    body: json(standardBody({ subscription: { id: 's1', period_end: '2026-02-31' } })),
    says: CHARGE,
    ignored: ['subscription.period_end, not a date'],
  },
  {
    name: 'NULL for a name',
    body: json(standardBody({ customer: { email: EMAIL, first_name: 'NULL', last_name: 'Null' } })),
    says: { customer: { firstName: null, lastName: null } },
  },
  {
    name: 'custom fields one by one',
    body: json(
      standardBody({ custom_fields: [{ Company: 'Acme' }, { VAT: 'DE1' }, { question: 'Size', answer: 'L' }] }),
    ),
    says: { customFields: { Company: 'Acme', VAT: 'DE1' } },
    ignored: ['custom_fields[2], not a name and a value'],
  },
  // Flat and flattened
  {
    name: 'flat fields of a subscription and its customer',
    body: json({
      type: 'subscription.charge_failed',
      email: EMAIL,
      product_id: 440369,
      subscription_id: 's1',
      failed_attempts: 3,
      period_end: '2026-12-20',
      customer_id: 7,
    }),
    says: {
      customer: { email: EMAIL, id: '7' },
      items: [{ subscription: { id: 's1', failedAttempts: 3, periodEnd: Date.parse('2026-12-20T12:00:00Z') } }],
    },
  },
  {
    name: 'stray data beside flat fields',
    body: json({ type: 'product.purchased', email: EMAIL, product_id: 440369, data: {} }),
    says: { ...CHARGE, type: 'product.purchased' },
  },
  {
    name: 'data of other things beside flat fields',
    body: json({ type: 'product.purchased', email: EMAIL, product_id: 440369, data: { order_id: 5 } }),
    says: { ...CHARGE, type: 'product.purchased', orderId: '5' },
  },
  {
    name: 'one product as an item and as the product',
    body: json({ type: 'product.purchased', email: EMAIL, items: [{ product_id: 5 }], product: { id: '5' } }),
    says: { items: [{ productId: '5' }] },
    exactly: 1,
  },
  ...[
    'data__customer__email data__items__0__product_id',
    'data.customer.email data.items.0.product_id',
    'data[customer][email] data[items][0][product_id]',
    'customer.email items[0].product_id',
  ].map((names): OddBody => {
    const [first = '', second = ''] = names.split(' ')
    return {
      name: `flattened names such as ${first}`,
      body: json({ type: 'product.purchased', [first]: EMAIL, [second]: '440369' }),
      says: { ...CHARGE, type: 'product.purchased' },
    }
  }),
]

const SAMCART_SALE = { type: 'product.purchased', customer: { email: EMAIL }, items: [{ productId: '440369' }] }

export const ODD_SAMCART_VALUES: OddBody[] = [
  ...[1, 0, 'n/a'].map(
    (products): OddBody => ({
      name: `products: ${json(products)} beside the product`,
      body: json(samcartBody({ type: 'Order', products })),
      says: SAMCART_SALE,
      exactly: 1,
      ignored: ['products, not a list'],
    }),
  ),
  {
    name: 'a product in broken JSON',
    body: json(samcartBody({ type: 'Order', product: '{"id":440369,"name":"Club",}' })),
    says: SAMCART_SALE,
    exactly: 1,
  },
  {
    name: 'product ids as a list in a text',
    body: json(samcartBody({ type: 'Order', product: { id: '[440369,350399]' } })),
    says: { items: [{ productId: '440369' }, { productId: '350399' }] },
    exactly: 2,
  },
  {
    name: 'product ids as a list',
    body: json(samcartBody({ type: 'Order', product: { id: [440369, 350399], name: ['Club', 'Course'] } })),
    says: { items: [{ productName: 'Club' }, { productName: 'Course' }] },
    exactly: 2,
  },
  {
    name: 'half of a list for a product',
    body: json(samcartBody({ type: 'Order', product: { id: '[111,222' } })),
    says: { type: null, customer: { email: EMAIL } },
    status: 422,
    field: 'product.id',
  },
  {
    name: 'a product with a decimal comma',
    body: json(samcartBody({ type: 'Order', product: { id: '440369,0' } })),
    says: SAMCART_SALE,
    exactly: 1,
  },
  {
    name: 'a product with a comma in its exponent',
    body: json(samcartBody({ type: 'Order', product: { id: '4,40369E+05' } })),
    says: SAMCART_SALE,
    exactly: 1,
  },
  {
    name: 'a product that was not filled in',
    body: json(samcartBody({ type: 'Order', product: { id: '{{product_id}}' } })),
    says: { type: null },
    status: 422,
    field: 'product.id',
    detail: 'is a placeholder that was not filled in',
  },
  {
    name: 'a product id that Excel rounded',
    body: json(samcartBody({ type: 'Order', product: { id: '4.40E+05' } })),
    says: { type: null },
    status: 422,
    field: 'product.id',
    detail: 'is rounded to an exponent',
  },
  {
    name: 'a customer as a name and an address',
    body: json(samcartBody({ type: 'Order', customer: `Ada <${EMAIL}>` })),
    says: SAMCART_SALE,
  },
  {
    name: 'one product and another under one form name',
    body: `type=Order&product[id]=440369&product[id]=350399&${`customer[email]=${EMAIL}`}`,
    says: { items: [{ productId: '440369' }, { productId: '350399' }] },
    exactly: 2,
  },
  {
    name: 'a product’s name beside the product',
    body: `type=Order&product[id]=440369&product=Club&customer[email]=${EMAIL}`,
    says: SAMCART_SALE,
    exactly: 1,
    ignored: ['product, named twice'],
  },
  {
    name: 'flat fields with a phone and a transaction',
    body: `type=RecurringPaymentSucceeded&email=${EMAIL}&product_id=440369&transaction_id=ch_9&phone=555`,
    says: { items: [{ payments: ['ch_9'] }], customFields: { Phone: '555' } },
  },
  {
    name: 'TRUE without quotes',
    body: json(samcartBody({ type: 'Order' })).replace('"customer"', '"vip":TRUE,"customer"'),
    says: SAMCART_SALE,
  },
  {
    name: 'custom fields by number',
    body: json(samcartBody({ order: { id: 5, custom_fields: { 1: { name: 'Company', value: 'Acme' } } } })),
    says: { customFields: { Company: 'Acme' } },
  },
  {
    name: 'flattened names',
    body: json({ type: 'Order', 'product.id': 440369, 'customer.email': EMAIL, 'order.id': 5 }),
    says: { ...SAMCART_SALE, orderId: '5' },
  },
]
