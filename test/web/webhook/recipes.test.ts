/** Every recipe: its exact body is a fixture that is understood, its code runs, and the document has the same text. */
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test, vi } from 'vitest'
import { FORMATS } from '../../../src/intake/formats'
import { schema } from '../../../src/intake/formats/standard/schema'
import { listRecipes } from '../../../src/web/webhook/recipes'
import type { RecipeGiven } from '../../../src/web/webhook/recipes/recipe'
import { fillTemplate, TOKENS } from '../../../src/web/webhook/recipes/template'
import { SIGN_AND_POST, STRIPE_WORKER, THRIVECART_WORKER } from '../../../src/web/webhook/recipes/workers'
import type { Recipe } from '../../../views/webhook/recipe-page'
import { toEvent } from '../../intake/understanding'

const SECRET = `whsec_${btoa('an example of thirty-two bytes!!')}`
const GIVEN: RecipeGiven = {
  url: 'https://YOUR-ENROLLWIRE/hooks/YOUR-ENDPOINT',
  secret: null,
  key: null,
  product: { id: '350399', name: 'Course Two' },
}
const RECIPES = listRecipes(GIVEN)
/** Everything a shell, a language and JSON could trip over. */
const ODD = { id: '35"0399', name: "Ada’s “Yoga” & `it's` $HOME #{x} \\n 🧘" }

const doc = readFileSync('docs/recipes.md', 'utf8')

describe.each(RECIPES.map((recipe) => ({ recipe, title: recipe.title })))('$title', ({ recipe }) => {
  const fixture = `test/fixtures/recipes/${recipe.id}.txt`

  test('sends its fixture, which is understood and ignores nothing', async () => {
    const body = readFileSync(fixture, 'utf8').trim()
    expect(recipe.body).toBe(body)
    const event = await toEvent(FORMATS.standard, body)
    expect([event.type, event.customer?.email, event.ignored]).toEqual([
      'product.purchased',
      'ada@example.com',
      undefined,
    ])
    expect(recipe.entry).toContain(`order ${event.orderId}`)
    expect(event.items.length).toBeGreaterThan(0)
  })

  test('is in the document as it is on the page', () => {
    const [, section = ''] = doc.split(`\n## ${recipe.title}\n`)
    for (const text of [...recipe.steps, ...recipe.code.map((one) => one.text), recipe.body, recipe.entry]) {
      expect(section).toContain(text)
    }
  })
})

describe('the template that a build writes', () => {
  const template = JSON.stringify(listRecipes(TOKENS))
  const shown = { url: 'https://app.example/hooks/e', secret: SECRET, key: 'a-key' }

  test.each([
    ['odd', { ...shown, product: ODD }],
    ['without a secret and a key', GIVEN],
    ['like a token', { ...shown, product: { id: TOKENS.key, name: `<script>${TOKENS.secret}%3C` } }],
  ])('becomes the recipes of what is %s', (_, given) => {
    expect(fillTemplate(template, given)).toEqual(listRecipes(given))
  })
})

const INTERPRETERS = { curl: 'openssl', node: 'node', php: 'php', python: 'python3', ruby: 'ruby' }

describe('pasted into a shell', () => {
  const runs = Object.entries(INTERPRETERS).filter(([, needs]) => isInstalled(needs))

  test('at least curl and Node are tried', () => {
    expect(runs.map(([id]) => id)).toEqual(expect.arrayContaining(['curl', 'node']))
  })

  test.each(runs)('the %s recipe posts its body, signed', async (id) => {
    const post = await received((url) => codeOf(id, { ...GIVEN, url, secret: SECRET, product: ODD }))
    const verified = new Webhook(SECRET).verify(post.body, post.headers)
    const event = await toEvent(FORMATS.standard, post.body)
    expect(schema.safeParse(verified).success).toBe(true)
    expect(post.body).toBe(find(id, { ...GIVEN, product: ODD }).body)
    expect(event.items[0]).toMatchObject({ productId: ODD.id, productName: ODD.name })
  })
})

describe('says where the secret and the key go when they are not shown any more', () => {
  test.each(RECIPES.map(({ id, code }) => [id, code.map(({ text }) => text).join('\n')]))('%s', (_, text) => {
    expect(text).toMatch(/whsec_PASTE_YOUR_SIGNING_SECRET|YOUR-KEY|ENROLLWIRE_SECRET/)
  })
})

/** What WordPress and WooCommerce provide, just enough to make the snippet post. */
const WORDPRESS = `
function add_action($name, $call) { $GLOBALS['actions'][$name] = $call; }
function as_enqueue_async_action($name, $arguments) { $GLOBALS['actions'][$name](...$arguments); }
function as_schedule_single_action($at, $name, $arguments) { echo 'again '; }
function wp_remote_retrieve_response_code($answer) { return 202; }
function wp_remote_post($url, $post) { echo json_encode(['url' => $url] + $post); }
function wc_get_order($id) { return new class {
  function get_items() { return [new class {
    function get_product_id() { return 93; }
    function get_name() { return 'Course Two'; }
  }]; }
  function get_billing_email() { return 'ada@example.com'; }
  function get_billing_first_name() { return 'Ada'; }
  function get_billing_last_name() { return 'Byron'; }
  function get_transaction_id() { return 'ch_3Nx'; }
}; }
`

describe('the WooCommerce snippet', () => {
  test.each(isInstalled('php') ? [['woocommerce_order_status_completed', 'product.purchased']] : [])(
    '%s posts the recipe’s body, signed',
    (action) => {
      const snippet = codeOf('woocommerce', { ...GIVEN, secret: SECRET })
      const run = `date_default_timezone_set('UTC'); ${WORDPRESS}\n${snippet}\n$actions['${action}'](727);`
      const post = JSON.parse(execFileSync('php', ['-r', run], { encoding: 'utf8' }))
      new Webhook(SECRET).verify(post.body, post.headers)
      const { timestamp: _, ...expected } = JSON.parse(find('woocommerce', GIVEN).body)
      expect(JSON.parse(post.body)).toEqual({ ...expected, timestamp: expect.any(String) })
    },
  )

  test('speaks of both endings of an order', () => {
    expect(codeOf('woocommerce', GIVEN)).toMatch(
      /order_status_completed.*product\.purchased[\s\S]*fully_refunded.*product\.refunded/,
    )
  })
})

interface Worker {
  fetch(request: Request, env: Record<string, string>): Promise<Response>
}

async function load(code: string): Promise<Worker> {
  const url = `data:text/javascript,${encodeURIComponent(`${code}\n${SIGN_AND_POST}`)}`
  return ((await import(/* @vite-ignore */ url)) as { default: Worker }).default
}

/** Runs a Worker on a post; answers what it posted. */
async function translated(code: string, request: Request, answers: Record<string, unknown> = {}) {
  const posts: { url: string; body: string; headers: Record<string, string> }[] = []
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    if (url !== GIVEN.url) {
      return Response.json(answers[url] ?? null)
    }
    posts.push({ url, body: String(init?.body), headers: init?.headers as Record<string, string> })
    return Response.json({ status: 'accepted' }, { status: 202 })
  })
  const keys = { STRIPE_SECRET: 'whsec_stripe', STRIPE_API_KEY: 'rk_1', THRIVECART_SECRET: 'TC' }
  const env = { ENROLLWIRE_URL: GIVEN.url, ENROLLWIRE_SECRET: SECRET, ...keys }
  const answer = await (await load(code)).fetch(request, env)
  fetched.mockRestore()
  const [post] = posts
  if (post) {
    new Webhook(SECRET).verify(post.body, post.headers)
  }
  return { status: answer.status, body: post?.body ?? null, id: post?.headers['webhook-id'] ?? null }
}

describe('the Stripe Worker', () => {
  const CREATED = 1795169700
  const session = {
    object: 'checkout.session',
    id: 'cs_live_a1',
    customer: 'cus_Nx',
    subscription: 'sub_1Nx',
    customer_details: { email: 'ada@example.com', name: 'Ada Byron' },
    metadata: { product_id: 'course-two' },
  }

  async function stripe(type: string, object: object, answers = {}, secret = 'whsec_stripe') {
    const body = JSON.stringify({ id: 'evt_1', type, created: CREATED, livemode: true, data: { object } })
    const at = Math.floor(Date.now() / 1000)
    const { createHmac } = await import('node:crypto')
    const v1 = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
    const headers = { 'stripe-signature': `t=${at},v1=${v1}` }
    return translated(STRIPE_WORKER, new Request('https://w.test', { method: 'POST', body, headers }), answers)
  }

  test('posts the recipe’s body for a checkout, under Stripe’s event id', async () => {
    expect(await stripe('checkout.session.completed', session)).toEqual({
      status: 200,
      body: find('stripe', GIVEN).body,
      id: 'evt_1',
    })
  })

  test('reports a bank debit when it is paid, not at its checkout', async () => {
    const unpaid = { ...session, payment_status: 'unpaid' }
    expect((await stripe('checkout.session.completed', unpaid)).body).toBeNull()
    const paid = await stripe('checkout.session.async_payment_succeeded', { ...session, payment_status: 'paid' })
    expect(paid.body).toBe(find('stripe', GIVEN).body)
  })

  test('splits a name behind its first word, and does without one', async () => {
    const named = async (name: string | null) => {
      const details = { ...session.customer_details, name }
      const { body } = await stripe('checkout.session.completed', { ...session, customer_details: details })
      const { customer } = await toEvent(FORMATS.standard, body)
      return [customer?.firstName, customer?.lastName]
    }
    expect(await named('Ada King Byron')).toEqual(['Ada', 'King Byron'])
    expect(await named('Ada')).toEqual(['Ada', null])
    expect(await named(null)).toEqual([null, null])
  })

  test('refuses what Stripe did not sign', async () => {
    expect(await stripe('checkout.session.completed', session, {}, 'another')).toMatchObject({
      status: 400,
      body: null,
    })
  })

  test.each<[string, object, string | null]>([
    ['invoice.paid', { billing_reason: 'subscription_cycle' }, 'subscription.charged'],
    ['invoice.paid', { billing_reason: 'subscription_create' }, null],
    ['invoice.payment_failed', {}, 'subscription.charge_failed'],
    [
      'customer.subscription.deleted',
      { object: 'subscription', id: 'sub_1Nx', customer_email: null },
      'subscription.canceled',
    ],
    ['charge.refunded', { object: 'charge', id: 'ch_1', refunded: true }, 'product.refunded'],
    ['charge.refunded', { object: 'charge', id: 'ch_1', refunded: false }, 'product.partially_refunded'],
    ['charge.dispute.created', { object: 'dispute', charge: 'ch_1' }, 'product.disputed'],
    ['charge.dispute.closed', { object: 'dispute', charge: 'ch_1', status: 'won' }, 'product.dispute_won'],
    ['charge.dispute.closed', { object: 'dispute', charge: 'ch_1', status: 'lost' }, null],
    ['customer.created', {}, null],
  ])('%s %o', async (type, parts, expected) => {
    const metadata = { product_id: 'course-two' }
    const object = { object: 'invoice', customer: 'cus_Nx', customer_email: 'ada@example.com', metadata, ...parts }
    const charge = { object: 'charge', id: 'ch_1', billing_details: { email: 'ada@example.com' }, metadata }
    const answers = {
      'https://api.stripe.com/v1/charges/ch_1': charge,
      'https://api.stripe.com/v1/customers/cus_Nx': { email: 'ada@example.com' },
    }
    const { body } = await stripe(type, object, answers)
    if (expected === null) {
      expect(body).toBeNull()
    } else {
      const event = await toEvent(FORMATS.standard, body)
      expect([event.type, event.customer?.email, event.ignored]).toEqual([expected, 'ada@example.com', undefined])
    }
  })
})

describe('the ThriveCart Worker', () => {
  const fields = {
    event: 'order.success',
    mode_int: '2',
    thrivecart_secret: 'TC',
    base_product: '12',
    order_id: '6412',
    'customer[email]': 'ada@example.com',
    'customer[first_name]': 'Ada',
    'customer[last_name]': 'Byron',
    purchase_map_flat: 'product-12,bump-34',
  }
  const thriveCart = (more: Record<string, string> = {}) =>
    translated(
      THRIVECART_WORKER,
      new Request('https://w.test', { method: 'POST', body: new URLSearchParams({ ...fields, ...more }) }),
    )

  test('posts the recipe’s body for an order', async () => {
    expect(await thriveCart()).toMatchObject({ status: 200, body: find('thrivecart', GIVEN).body })
  })

  test('refuses another’s secret, and answers HEAD as ThriveCart’s check wants', async () => {
    expect(await thriveCart({ thrivecart_secret: 'wrong' })).toMatchObject({ status: 400, body: null })
    expect(await translated(THRIVECART_WORKER, new Request('https://w.test', { method: 'HEAD' }))).toMatchObject({
      status: 200,
    })
  })

  test('a refund names the one item it is about', async () => {
    const { body } = await thriveCart({ event: 'order.refund', 'refund[id]': '34', 'refund[type]': 'bump' })
    expect((await toEvent(FORMATS.standard, body)).items.map(({ productId }) => productId)).toEqual(['bump-34'])
  })
})

function find(id: string, given: RecipeGiven): Recipe {
  const recipe = listRecipes(given).find((one) => one.id === id)
  if (recipe === undefined) {
    throw new Error(`there is no recipe ${id}`)
  }
  return recipe
}

function codeOf(id: string, given: RecipeGiven): string {
  return find(id, given).code[0]?.text ?? ''
}

function isInstalled(command: string): boolean {
  try {
    return existsSync(execFileSync('which', [command], { encoding: 'utf8' }).trim())
  } catch {
    return false
  }
}

async function received(command: (url: string) => string) {
  const posts: { headers: Record<string, string>; body: string }[] = []
  const server = createServer(async (request, answer) => {
    let body = ''
    for await (const part of request.setEncoding('utf8')) {
      body += part
    }
    posts.push({ headers: request.headers as Record<string, string>, body })
    answer.end('{}')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const script = command(`http://127.0.0.1:${port}/hooks/a`)
  await new Promise((done) => execFile('bash', ['-c', script], done))
  server.close()
  const [post] = posts
  if (post === undefined) {
    throw new Error(`nothing was posted by:\n${script}`)
  }
  return post
}
