/** Forms of careless senders. */
import { standardBody } from './body'
import type { OddBody } from './odd'

const EMAIL = 'ada@example.com'
const CUSTOMER = `customer[email]=${EMAIL}`
const ITEM = 'items[0][product_id]=440369'
const SALE = { type: 'product.purchased', customer: { email: EMAIL }, items: [{ productId: '440369' }] }
const TWO = { ...SALE, items: [{ productId: '440369' }, { productId: '350399' }] }
const text = JSON.stringify(standardBody())
const json = encodeURIComponent

function form(name: string, fields: string, says: object, more: Partial<OddBody> = {}): OddBody {
  return { name, body: `type=product.purchased&${fields}`, says, ...more }
}

export const ODD_FORMS: OddBody[] = [
  // Names given twice
  form(
    'a product named twice, as Python’s requests posts a list',
    `data__customer__email=${EMAIL}&data__items__product_id=440369&data__items__product_id=350399`,
    TWO,
  ),
  form('a flat product named twice', `email=${EMAIL}&product_id=440369&product_id=350399`, TWO),
  form(
    'products with their names, each named twice',
    `${CUSTOMER}&items[product_id]=440369&items[product_id]=350399&items[product_name]=Club&items[product_name]=Course`,
    {
      items: [
        { productId: '440369', productName: 'Club' },
        { productId: '350399', productName: 'Course' },
      ],
    },
  ),
  form('one product named twice alike', `email=${EMAIL}&product_id=440369&product_id=440369`, SALE),
  form(
    'two emails under one name',
    `${CUSTOMER}&customer[email]=eve@example.com&${ITEM}`,
    { type: null, customer: null, items: [{ productId: '440369' }] },
    { status: 422, field: 'data.customer.email', detail: 'is named twice' },
  ),
  form(
    'two flat emails',
    `email=${EMAIL}&email=eve@example.com&product_id=440369`,
    { type: null, customer: null },
    { status: 422, field: 'data.customer.email', detail: 'is named twice' },
  ),
  {
    name: 'two types',
    body: `type=product.purchased&type=product.refunded&email=${EMAIL}&product_id=440369`,
    says: { type: null, customer: { email: EMAIL }, items: [{ productId: '440369' }] },
    status: 422,
    field: 'type',
    detail: 'is named twice',
  },
  form('an email and the blank of a hidden field', `${CUSTOMER}&customer[email]=&${ITEM}`, SALE),
  form('a blank before the email', `email=&email=${EMAIL}&product_id=440369`, SALE),
  form(
    'two orders under one name',
    `${CUSTOMER}&${ITEM}&order[id]=5&order[id]=6`,
    { ...SALE, orderId: null },
    {
      ignored: ['order.id, named twice'],
    },
  ),
  form('a count beside the items', `${CUSTOMER}&${ITEM}&items=1`, SALE, { ignored: ['items, named twice'] }),
  form('a count before the items', `${CUSTOMER}&items=1&${ITEM}`, SALE, { ignored: ['items, named twice'] }),
  form('a name beside the customer', `${CUSTOMER}&customer=Ada+Byron&${ITEM}`, SALE, {
    ignored: ['customer, named twice'],
  }),
  form('JSON beside fields of the same customer', `${CUSTOMER}&customer={"first_name":"Ada"}&${ITEM}`, {
    ...SALE,
    customer: { email: EMAIL, firstName: 'Ada' },
  }),
  // Names that are paths
  form('brackets, then a dot', `data[customer].email=${EMAIL}&data[items][0].product_id=440369`, SALE),
  form(
    'dots, then an index in brackets',
    `data.customer.email=${EMAIL}&data.items[0].product_id=440369&data.items[1].product_id=350399`,
    TWO,
  ),
  form('underscores, then brackets', `data__customer[email]=${EMAIL}&data__items[0]__product_id=440369`, SALE),
  form('dots within brackets', `data[customer.email]=${EMAIL}&data[items.0.product_id]=440369`, SALE),
  form('a field’s own dots behind brackets', `${CUSTOMER}&${ITEM}&custom_fields[Acme.Inc.]=yes&custom_fields[0]=x`, {
    ...SALE,
    customFields: { 'Acme.Inc.': 'yes', 0: 'x' },
  }),
  form(
    'custom fields numbered from 1',
    `${CUSTOMER}&${ITEM}&custom_fields[1][name]=Company&custom_fields[1][value]=Acme`,
    {
      ...SALE,
      customFields: { Company: 'Acme' },
    },
  ),
  // JSON in fields
  form(
    'JSON with a trailing comma',
    `data=${json(`{"customer":{"email":"${EMAIL}"},"items":[{"product_id":"440369"}],}`)}`,
    SALE,
  ),
  form(
    'JSON with a line break in a name',
    `data=${json(`{"customer":{"email":"${EMAIL}","first_name":"A\nB"},"items":[440369]}`)}`,
    SALE,
  ),
  {
    name: 'a broken JSON post in the only field',
    body: `payload=${json(text.replace('}}}', '},},}'))}`,
    says: { ...SALE, type: 'subscription.charged' },
  },
  {
    name: 'a name given twice in the JSON of the only field',
    body: `payload=${json(text.replace('"first_name":"Ada"', '"first_name":"Ada","first_name":"Eve"'))}`,
    says: { customer: { email: EMAIL, firstName: null } },
    ignored: ['customer.first_name, named twice'],
  },
  { name: 'JSON posted as a field’s name', body: `${json(text)}=`, says: { ...SALE, type: 'subscription.charged' } },
  {
    name: 'JSON cut in the only field',
    body: `payload=${json(text.slice(0, -60))}`,
    says: { type: null, customer: { email: EMAIL }, orderId: 'o1', items: [{ productId: '440369' }] },
    status: 400,
  },
  // Encodings
  form('Windows-1252 escapes', `${CUSTOMER}&customer[first_name]=Andr%E9&${ITEM}`, {
    ...SALE,
    customer: { email: EMAIL, firstName: 'André' },
  }),
  form(
    'UTF-8 and Windows-1252 escapes side by side',
    `${CUSTOMER}&customer[first_name]=Ren%C3%A9e&customer[last_name]=Andr%E9&${ITEM}`,
    {
      customer: { firstName: 'Renée', lastName: 'André' },
    },
  ),
  form('a plus in an email address that was not encoded', 'email_address=ada+club@example.com&product_id=440369', {
    ...SALE,
    customer: { email: 'ada+club@example.com' },
  }),
  {
    name: 'parts whose names have no quotes',
    body: `--b\r\nContent-Disposition: form-data; name=type\r\n\r\nproduct.purchased\r\n--b\r\nContent-Disposition: form-data; name=email\r\n\r\n${EMAIL}\r\n--b\r\nContent-Disposition: form-data; name=product_id\r\n\r\n440369\r\n--b--\r\n`,
    says: SALE,
  },
  // Flat, and at fault
  form(
    'a flat email with a space',
    'email=ada+byron@exa+mple.com&product_id=440369&order_id=5',
    { type: null, orderId: '5', items: [{ productId: '440369' }] },
    {
      status: 422,
      field: 'data.customer.email',
      detail: 'is not an email address',
    },
  ),
  form(
    'no product',
    `email=${EMAIL}&order_id=5`,
    { type: null, customer: { email: EMAIL }, orderId: '5' },
    {
      status: 422,
      field: 'data.items',
      detail: 'is missing',
    },
  ),
  form(
    'a flat product id that Excel rounded',
    `email=${EMAIL}&product_id=4.40E%2B05`,
    { type: null, customer: { email: EMAIL } },
    {
      status: 422,
      field: 'data.items[0].product_id',
      detail: 'is rounded to an exponent',
    },
  ),
  form(
    'an email and a product that were not filled in',
    'email={{email}}&product_id={{id}}',
    { type: null },
    {
      status: 422,
      field: 'data.customer.email',
      detail: 'is a placeholder that was not filled in',
    },
  ),
]
