/** Workers that translate a cart's own webhook, as text to paste. test/web/webhook/recipes.test.ts runs them. */

export const SIGN_AND_POST = `async function signAndPost(env, id, event) {
  const body = JSON.stringify(event)
  const now = Math.floor(Date.now() / 1000)
  const bytes = Uint8Array.from(atob(env.ENROLLWIRE_SECRET.slice('whsec_'.length)), (c) => c.charCodeAt(0))
  const hmac = await sign(bytes, id + '.' + now + '.' + body)
  const signature = 'v1,' + btoa(String.fromCharCode(...hmac))
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(now) }
  const answer = await fetch(env.ENROLLWIRE_URL, {
    method: 'POST',
    headers: { ...headers, 'webhook-signature': signature },
    body,
  })
  return new Response(await answer.text(), { status: answer.ok ? 200 : 502 })
}

async function sign(key, text) {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key, hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)))
}`

export const STRIPE_WORKER = `const TYPES = {
  'checkout.session.completed': (session) => (session.payment_status === 'unpaid' ? null : 'product.purchased'),
  'checkout.session.async_payment_succeeded': () => 'product.purchased',
  'invoice.paid': (invoice) => (invoice.billing_reason === 'subscription_cycle' ? 'subscription.charged' : null),
  'invoice.payment_failed': () => 'subscription.charge_failed',
  'customer.subscription.deleted': () => 'subscription.canceled',
  'customer.subscription.paused': () => 'subscription.paused',
  'customer.subscription.resumed': () => 'subscription.resumed',
  'charge.refunded': (charge) => (charge.refunded ? 'product.refunded' : 'product.partially_refunded'),
  'charge.dispute.created': () => 'product.disputed',
  'charge.dispute.closed': (dispute) => (dispute.status === 'won' ? 'product.dispute_won' : null),
}

export default {
  async fetch(request, env) {
    const text = await request.text()
    if (!(await isFromStripe(request, text, env.STRIPE_SECRET))) {
      return new Response('not from Stripe', { status: 400 })
    }
    const event = JSON.parse(text)
    const type = TYPES[event.type]?.(event.data.object) ?? null
    const object = event.type.startsWith('charge.dispute.')
      ? await read(env, 'charges/' + event.data.object.charge)
      : event.data.object
    const product = findMetadata(object).product_id
    if (type === null || !product) {
      return new Response('nothing to report')
    }
    const customer = object.customer_details ?? object.billing_details ?? {}
    const email =
      customer.email ?? object.customer_email ?? (await read(env, 'customers/' + object.customer)).email
    const [first = '', ...last] = (customer.name ?? object.customer_name ?? '').trim().split(/\\s+/)
    const subscription =
      object.object === 'subscription'
        ? object.id
        : (object.subscription ?? object.parent?.subscription_details?.subscription ?? null)
    const charge = object.object === 'charge' ? object.id : (object.charge ?? null)
    return signAndPost(env, event.id, {
      type,
      timestamp: event.created,
      data: {
        test: !event.livemode,
        customer: { email, first_name: first, last_name: last.join(' '), id: object.customer },
        order: { id: object.object === 'checkout.session' ? object.id : null },
        items: [{ product_id: product, subscription: { id: subscription }, payment: { id: charge } }],
      },
    })
  },
}

function findMetadata({ metadata, parent, subscription_details }) {
  return { ...parent?.subscription_details?.metadata, ...subscription_details?.metadata, ...metadata }
}

async function read(env, path) {
  const headers = { authorization: 'Bearer ' + env.STRIPE_API_KEY }
  return (await fetch('https://api.stripe.com/v1/' + path, { headers })).json()
}

async function isFromStripe(request, text, secret) {
  const parts = (request.headers.get('stripe-signature') ?? '').split(',').map((part) => part.split('='))
  const at = parts.find(([name]) => name === 't')?.[1] ?? '0'
  const hmac = await sign(new TextEncoder().encode(secret), at + '.' + text)
  const own = [...hmac].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return Math.abs(Date.now() / 1000 - Number(at)) < 300 && parts.some(([name, value]) => name === 'v1' && value === own)
}`

export const THRIVECART_WORKER = `const TYPES = {
  'order.success': 'product.purchased',
  'order.refund': 'product.refunded',
  'order.subscription_payment': 'subscription.charged',
  'order.subscription_cancelled': 'subscription.canceled',
  'order.subscription_paused': 'subscription.paused',
  'order.subscription_resumed': 'subscription.resumed',
  'order.rebill_failed': 'subscription.charge_failed',
}

export default {
  async fetch(request, env) {
    if (request.method === 'HEAD') {
      return new Response(null)
    }
    const form = new URLSearchParams(await request.text())
    if (form.get('thrivecart_secret') !== env.THRIVECART_SECRET) {
      return new Response('not from ThriveCart', { status: 400 })
    }
    const type = TYPES[form.get('event')]
    if (type === undefined) {
      return new Response('nothing to report')
    }
    const bought = (form.get('purchase_map_flat') ?? '').split(',').filter(Boolean)
    const main = 'product-' + form.get('base_product')
    const items = type === 'product.purchased' && bought.length > 0 ? bought : [main]
    const refund = form.get('refund[id]')
    const product = refund === null ? null : (form.get('refund[type]') ?? 'product') + '-' + refund
    const id = form.get('webhook_id') ?? [form.get('event'), form.get('order_id'), form.get('invoice_id')].join('-')
    return signAndPost(env, id, {
      type,
      data: {
        test: form.get('mode_int') === '1',
        customer: {
          email: form.get('customer[email]'),
          first_name: form.get('customer[first_name]'),
          last_name: form.get('customer[last_name]'),
        },
        order: { id: form.get('order_id') },
        items: (product === null ? items : [product]).map((product_id) => ({ product_id })),
      },
    })
  },
}`
