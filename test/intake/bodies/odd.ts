/** Bodies of careless senders: each becomes the right event, or an open entry with all that could be read. */
import { samcartBody, standardBody } from './body'

export interface OddBody {
  name: string
  body: string
  /** Part of the event. */
  says: object
  /** The answer where it is no event. */
  status?: number
  /** The field the answer names, and part of what it says. */
  field?: string
  detail?: string
  /** How many items. */
  exactly?: number
  /** What the entry names as ignored. */
  ignored?: string[]
}

const EMAIL = 'ada@example.com'
const SALE = { type: 'product.purchased', customer: { email: EMAIL }, items: [{ productId: '440369' }] }
const json = (value: unknown) => JSON.stringify(value)
const standardText = json(standardBody())
const samcartText = json(samcartBody())
const flat = { type: 'product.purchased', email: EMAIL, product_id: '440369', order_id: 'o1' }

function withOrder(order: string): string {
  return standardText.replace('"o1"', order)
}

function withProduct(product: string): string {
  return standardText.replace('"440369"', product)
}

function ordered(orderId: string | null): object {
  return { type: 'subscription.charged', orderId }
}

function sells(...ids: string[]): object {
  return { type: 'subscription.charged', items: ids.map((productId) => ({ productId })) }
}

const open = { type: null, customer: { email: EMAIL }, items: [{ productId: '440369' }] }

export const ODD_STANDARD: OddBody[] = [
  // Ids
  { name: 'an order id beyond 2^53', body: withOrder('9007199254740993'), says: ordered('9007199254740993') },
  {
    name: 'one of 30 digits',
    body: withOrder('123456789012345678901234567890'),
    says: ordered('1234567890'.repeat(3)),
  },
  { name: 'a long id as a float', body: withOrder('90071992547409931.0'), says: ordered('90071992547409931') },
  { name: 'an id as a float', body: withOrder('440369.0'), says: ordered('440369') },
  { name: 'a float in a text, as pandas and Excel write it', body: withOrder('"440369.0"'), says: ordered('440369') },
  { name: 'a version number as an id', body: withOrder('"1.0"'), says: ordered('1.0') },
  { name: 'a Go float', body: withOrder('1.9026152e+07'), says: ordered('19026152') },
  { name: 'a Go float in a text', body: withOrder('"1.9026152e+07"'), says: ordered('19026152') },
  { name: '1e5', body: withOrder('1e5'), says: ordered('100000') },
  { name: 'a letter that looks like an exponent', body: withOrder('"4e5"'), says: ordered('4e5') },
  {
    name: 'an id that Excel rounded',
    body: withOrder('"1.90262E+13"'),
    says: ordered(null),
    ignored: ['order.id, rounded to an exponent'],
  },
  {
    name: 'an exponent beyond 2^53',
    body: withOrder('1.2345678901234567e+19'),
    says: ordered(null),
    ignored: ['order.id, a number too large to keep its digits'],
  },
  {
    name: 'zero as a float in a text',
    body: withOrder('"0.0"'),
    says: ordered(null),
    ignored: ['order.id, “0.0” is no id'],
  },
  { name: 'Arabic digits', body: withProduct('"٤٤٠٣٦٩"'), says: sells('440369') },
  { name: 'full-width digits', body: withProduct('"４４０３６９"'), says: sells('440369') },
  { name: 'Devanagari digits', body: withProduct('"४४०३६९"'), says: sells('440369') },
  { name: 'a zero-width space after an id', body: withProduct('"440369\\u200b"'), says: sells('440369') },
  { name: 'a byte order mark before an id', body: withProduct('"\\ufeff440369"'), says: sells('440369') },
  { name: 'ids joined by commas', body: withProduct('"440369, 350399"'), says: sells('440369', '350399') },
  { name: 'a SKU with a comma', body: withProduct('"club,gold"'), says: sells('club,gold') },
  {
    name: 'lists side by side, as Zapier writes lines',
    body: json(standardBody({ items: { product_id: ['440369', 350399], product_name: ['Club', 'Course'] } })),
    says: {
      items: [
        { productId: '440369', productName: 'Club' },
        { productId: '350399', productName: 'Course' },
      ],
    },
  },
  {
    name: 'a product id that Excel rounded',
    body: withProduct('"4.40E+05"'),
    says: { type: null, customer: { email: EMAIL }, orderId: 'o1', items: [] },
    status: 422,
  },
  // JSON
  { name: 'a byte order mark', body: `\ufeff${standardText}`, says: sells('440369') },
  { name: 'a trailing comma', body: standardText.replace('}}}', '},},}'), says: sells('440369') },
  { name: 'a line break in a name', body: standardText.replace('Byron', 'By\nron'), says: sells('440369') },
  {
    name: 'a quote in a name that a template filled in',
    body: standardText.replace('"Ada"', '"Ada "Countess" Byron"'),
    says: { customer: { email: EMAIL, firstName: 'Ada "Countess" Byron' } },
  },
  {
    name: 'a Python dictionary',
    body: "{'type': 'product.purchased', 'data': {'test': False, 'customer': {'email': 'ada@example.com', 'id': None}, 'items': [{'product_id': 440369}]}}",
    says: { ...SALE, test: false },
  },
  {
    name: 'NaN for no order',
    body: withOrder('NaN'),
    says: ordered(null),
  },
  { name: 'names without quotes', body: standardText.replace('"data":', 'data:'), says: sells('440369') },
  { name: 'quotes escaped for HTML', body: standardText.replaceAll('"', '&quot;'), says: sells('440369') },
  { name: 'quotes that PHP escaped', body: standardText.replaceAll('"', '\\"'), says: sells('440369') },
  { name: 'JSON inside a JSON text', body: json(standardText), says: sells('440369') },
  {
    name: 'an optional name given twice',
    body: standardText.replace('"first_name":"Ada"', '"first_name":"Ada","first_name":"Eve"'),
    says: { customer: { email: EMAIL, firstName: null, lastName: 'Byron' } },
    ignored: ['customer.first_name, named twice'],
  },
  {
    name: 'an email given twice alike',
    body: standardText.replace('"email":"ada@example.com"', '"email":"ada@example.com","email":"ada@example.com"'),
    says: sells('440369'),
  },
  {
    name: 'two emails under one name',
    body: standardText.replace('"email":"ada@example.com"', '"email":"ada@example.com","email":"eve@example.com"'),
    says: { type: null, customer: null, orderId: 'o1', items: [{ productId: '440369' }] },
    status: 400,
  },
  {
    name: 'JSON that was cut',
    body: standardText.slice(0, standardText.indexOf('"custom_fields"') + 5),
    says: { ...open, orderId: 'o1' },
    status: 400,
  },
  {
    name: 'JSON cut within an id',
    body: standardText.slice(0, standardText.indexOf('440369') + 3),
    says: { type: null, customer: { email: EMAIL }, orderId: 'o1', items: [] },
    status: 400,
  },
  { name: 'a list of one event', body: `[${standardText}]`, says: { ...open, orderId: 'o1' }, status: 422 },
  {
    name: 'XML',
    body: '<order><id>5</id><email>ada@example.com</email></order>',
    says: { type: null, customer: { email: EMAIL }, items: [] },
    status: 400,
  },
  // Spellings and shapes
  { name: 'flat fields', body: json(flat), says: { ...SALE, orderId: 'o1' } },
  {
    name: 'flat fields in camel case',
    body: json({ type: 'product.purchased', data: { customerEmail: EMAIL, productId: 440369, orderId: 5 } }),
    says: { ...SALE, orderId: '5' },
  },
  {
    name: 'the whole body in camel case',
    body: json({
      eventType: 'subscription.charged',
      data: { customer: { email: EMAIL, firstName: 'Ada' }, items: [{ productId: '440369' }], order: { id: 5 } },
    }),
    says: { ...sells('440369'), customer: { email: EMAIL, firstName: 'Ada' }, orderId: '5' },
  },
  {
    name: 'column heads as names',
    body: json({ Type: 'Product Purchased', 'Customer Email': EMAIL, 'Product ID': '440369', 'Order ID': '5' }),
    says: { ...SALE, orderId: '5' },
  },
  { name: 'what n8n forwards', body: json({ headers: {}, query: {}, body: standardBody() }), says: sells('440369') },
  { name: 'a payload around it', body: json({ payload: standardText }), says: sells('440369') },
  {
    name: 'the customer as an address alone',
    body: json({ type: 'product.purchased', data: { customer: EMAIL, product_id: 440369 } }),
    says: SALE,
  },
  {
    name: 'items numbered from 1',
    body: json(standardBody({ items: { 1: { product_id: 440369 }, 2: { product_id: 2 } } })),
    says: sells('440369', '2'),
  },
  {
    name: 'WooCommerce’s order',
    body: json({
      id: 727,
      status: 'completed',
      billing: { email: EMAIL, first_name: 'Ada' },
      line_items: [{ id: 315, product_id: 440369, name: 'Club' }],
    }),
    says: open,
    status: 422,
  },
  {
    name: 'Stripe’s event through n8n',
    body: json({
      id: 'evt_1',
      type: 'checkout.session.completed',
      data: { object: { id: 'cs_1', customer_details: { email: EMAIL }, metadata: { product_id: '440369' } } },
    }),
    says: { ...open, typeWord: 'checkout.session.completed' },
  },
  {
    name: 'ThriveCart’s form',
    body: 'event=order.success&mode=live&customer[email]=ada%40example.com&order_id=77&base_product=12&purchases[0][product_id]=440369',
    says: { ...open, orderId: '77' },
  },
  {
    name: 'two people’s emails',
    body: json({ type: 'gift.bought', giver: { email: 'eve@example.com' }, receiver: { email: EMAIL } }),
    says: { type: null, customer: null },
  },
  {
    name: 'an affiliate’s email beside the customer’s',
    body: json({ type: 'sale', affiliate: { email: 'eve@example.com' }, buyer: { email: EMAIL }, product_id: 440369 }),
    says: open,
  },
  {
    name: 'custom fields as a list of labels',
    body: json(
      standardBody({
        custom_fields: [
          { label: 'Company', value: 'Acme' },
          { key: 'Vat', value: 7 },
        ],
      }),
    ),
    says: { customFields: { Company: 'Acme', Vat: '7' } },
  },
  {
    name: 'a subscription without an id',
    body: json(standardBody({ subscription: { failed_attempts: 4, period_end: '2026-12-20T10:15:00Z' } })),
    says: {
      items: [{ subscription: null, unnamed: { failedAttempts: 4, periodEnd: Date.parse('2026-12-20T10:15:00Z') } }],
    },
  },
  {
    name: 'a form whose subscription has a blank id',
    body: 'type=subscription.charge_failed&data[customer][email]=ada%40example.com&data[items][0][product_id]=440369&data[subscription][id]=&data[subscription][failed_attempts]=3',
    says: { items: [{ subscription: null, unnamed: { failedAttempts: 3, periodEnd: null } }] },
  },
  // Forms
  {
    name: 'PHP’s numbered items',
    body: 'type=product.purchased&customer[email]=ada%40example.com&items[0][product_id]=440369&items[0][product_name]=Club',
    says: { ...SALE, items: [{ productId: '440369', productName: 'Club' }] },
  },
  {
    name: 'PHP’s unnumbered items',
    body: 'type=product.purchased&customer[email]=ada%40example.com&items[][product_id]=440369&items[][product_name]=Club&items[][product_id]=2',
    says: {
      ...SALE,
      items: [
        { productId: '440369', productName: 'Club' },
        { productId: '2', productName: null },
      ],
    },
  },
  {
    name: 'encoded brackets',
    body: 'type=product.purchased&data%5Bcustomer%5D%5Bemail%5D=ada%40example.com&data%5Bitems%5D%5B0%5D%5Bproduct_id%5D=440369',
    says: SALE,
  },
  {
    name: 'ampersands escaped for HTML',
    body: 'type=product.purchased&amp;customer[email]=ada%40example.com&amp;items[0][product_id]=440369&amp;order[id]=5',
    says: { ...SALE, orderId: '5' },
  },
  {
    name: 'a plus in an email that was not encoded',
    body: 'type=product.purchased&customer[email]=ada+club@example.com&items[0][product_id]=440369',
    says: { ...SALE, customer: { email: 'ada+club@example.com' } },
  },
  {
    name: 'a plus in an email that was encoded',
    body: 'type=product.purchased&customer[email]=ada%2Bclub%40example.com&items[0][product_id]=440369',
    says: { ...SALE, customer: { email: 'ada+club@example.com' } },
  },
  {
    name: 'a space in an email that was encoded',
    body: 'type=product.purchased&customer[email]=ada+club%40example.com&items[0][product_id]=440369',
    says: { type: null, customer: null, items: [{ productId: '440369' }] },
    status: 422,
  },
  {
    name: 'broken percent signs',
    body: 'type=product.purchased&customer[email]=ada@example.com&customer[first_name]=100%&customer[last_name]=%E9&items[0][product_id]=440369',
    says: { ...SALE, customer: { email: EMAIL, firstName: '100%' } },
  },
  { name: 'flat fields of a form', body: 'type=product.purchased&email=ada@example.com&product_id=440369', says: SALE },
  {
    name: 'Zapier’s flat items',
    body: 'type=product.purchased&data__customer__email=ada%40example.com&data__items__1__product_id=440369',
    says: SALE,
  },
  {
    name: 'a JSON post in one field among others',
    body: `source=zap&payload=${encodeURIComponent(standardText)}`,
    says: sells('440369'),
  },
]

export const ODD_SAMCART: OddBody[] = [
  {
    name: 'a product id beyond 2^53',
    body: samcartText.replace('440369', '90071992547409931'),
    says: sells('90071992547409931'),
  },
  { name: 'a product id as a float', body: samcartText.replace('440369', '440369.0'), says: sells('440369') },
  { name: 'a trailing comma', body: `${samcartText.slice(0, -1)},}`, says: sells('440369') },
  {
    name: 'a form with brackets',
    body: 'type=Order&product[id]=440369&product[name]=Club&customer[email]=ada%40example.com&order[id]=5&order[custom_fields][0][name]=Company&order[custom_fields][0][value]=Acme',
    says: { ...SALE, orderId: '5', customFields: { Company: 'Acme' } },
  },
  {
    name: 'a form with items numbered from 1',
    body: 'type=Order&products[1][id]=440369&products[2][id]=2&customer[email]=ada%40example.com',
    says: { ...SALE, items: [{ productId: '440369' }, { productId: '2' }] },
  },
  {
    name: 'flat fields',
    body: 'type=Order&email=ada%40example.com&product_id=440369&order_id=5',
    says: { ...SALE, orderId: '5' },
  },
  {
    name: 'camel case',
    body: json({ type: 'Order', customer: { emailAddress: EMAIL }, product: { productId: 440369 }, order: { id: 5 } }),
    says: { ...SALE, orderId: '5' },
  },
  { name: 'the standard body', body: standardText, says: { ...sells('440369'), orderId: 'o1' } },
  {
    name: 'a subscription of its own',
    body: json(samcartBody({ type: 'RecurringPaymentFailed', order: { id: 5 }, subscription: { failed_attempts: 2 } })),
    says: { items: [{ subscription: null, unnamed: { failedAttempts: 2, periodEnd: null } }] },
  },
  {
    name: 'an unknown word, and flat fields',
    body: 'type=Order+Shipped&email=ada%40example.com&product_id=440369&order_id=5',
    says: { ...open, typeWord: 'Order Shipped', orderId: '5' },
  },
]
