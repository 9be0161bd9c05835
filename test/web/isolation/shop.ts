/** Two shops full of everything a shop can hold. Every text of the first that no address carries says `canary`. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createSigningSecret } from '../../../src/integrations/signed-post/signing-secret'
import type { LostSale } from '../../../src/journal/lost-sales/lost-sale'
import { LostSaleTable } from '../../../src/journal/lost-sales/lost-sale-table'
import { DifferenceTable } from '../../../src/journal/reconcile/difference-table'
import { type MarketEvent, toStoredSource } from '../../../src/model/event'
import { seal } from '../../../src/secrets/sealing'
import { openShop } from '../accounts/visitor'
import { ORIGIN, PASSWORD, Visitor } from './visitor'

/** The other shop must not learn any of these words. */
export const CANARY = 'canary'

export interface Shop {
  marketplace: string
  admin: Visitor
  merchant: Visitor
  /** An id of this shop for every parameter an address can have. */
  ids: Record<string, string>
}

/** Makes a shop through the pages a person uses, and fills it. `word` is in everything it receives. */
export async function shop(word: string): Promise<Shop> {
  const { admin, marketplace } = await newShop(word)
  const merchant = await merchantOf(admin, marketplace, word)
  const invitation = await inviteMember(admin, marketplace, `guest.${word}@example.com`)
  const configured = await configure(marketplace, word)
  const journaled = await fillJournal(marketplace, word, configured.integration ?? '')
  const ids = { ...configured, ...journaled, invitation }
  const member = await one('SELECT id FROM members WHERE marketplace = ? AND role = ?', marketplace, 'merchant')
  // Another session than the one that walks, which would end itself.
  await new Visitor().post('/sign-in', { email: `${word}@example.com`, password: PASSWORD })
  const session = await one(
    'SELECT s.id FROM sessions s JOIN people p ON p.id = s.person WHERE p.email = ? ORDER BY s.created_at DESC',
    `${word}@example.com`,
  )
  // Rules may be copied to another marketplace: an intruder names this one.
  const filter = await saveFilter(marketplace, word)
  return { marketplace, admin, merchant, ids: { ...ids, marketplace, other: marketplace, member, session, filter } }
}

/** A shop with an admin and nothing else. */
export async function newShop(word: string): Promise<{ admin: Visitor; marketplace: string }> {
  const admin = new Visitor()
  const email = `${word}@example.com`
  const marketplace = await openShop({ name: `${word} admin`, email, password: PASSWORD }, `${word} shop`)
  await admin.post('/sign-in', { email, password: PASSWORD })
  return { admin, marketplace }
}

/** A person who joined by an admin's link, as a merchant. */
export async function merchantOf(admin: Visitor, marketplace: string, word: string): Promise<Visitor> {
  const visitor = new Visitor()
  const invitation = await inviteMember(admin, marketplace, `merchant.${word}@example.com`)
  await visitor.post('/sign-up', { invitation, name: `${word} merchant`, password: PASSWORD })
  return visitor
}

async function inviteMember(admin: Visitor, marketplace: string, email: string): Promise<string> {
  await admin.post(`/m/${marketplace}/team/invitations`, { email, role: 'merchant' })
  return one('SELECT id FROM invitations WHERE email = ?', email)
}

async function configure(marketplace: string, word: string): Promise<Record<string, string>> {
  const made = Array.from({ length: 8 }, () => crypto.randomUUID())
  const [integration, rule, mapping, endpoint, secret, channel, apiKey, token] = made
  const product = `${marketplace}-product`
  const credential = await seal(env.SEALING_KEYS, `integration:${marketplace}:${integration}`, `${word}-credential`)
  const signing = await seal(
    env.SEALING_KEYS,
    `endpoint:${marketplace}:${endpoint}:${secret}`,
    `whsec_${btoa(word.repeat(5))}`,
  )
  const rows: [string, Record<string, unknown>][] = [
    [
      'integrations',
      {
        id: integration,
        marketplace,
        kind: 'thinkific',
        name: `${word} academy`,
        site: `${word}-site`,
        scheme: 'api_key',
        sealed_credential: credential,
        requests_per_minute: 120,
        site_welcome: 0,
        created_at: 1,
        updated_at: 1,
      },
    ],
    ['products', { marketplace, id: product, name: `${word} club`, created_at: 1 }],
    [
      'rules',
      {
        id: rule,
        marketplace,
        integration,
        product,
        trigger: 'product.purchased',
        action: 'create_course',
        target_kind: 'course',
        target_id: '1',
        target_name: `${word} course`,
        name: `${word} rule`,
        on: 1,
        end_when: 'at_once',
        skip_test: 0,
        remove_always: 0,
        created_at: 1,
        updated_at: 1,
      },
    ],
    [
      'mappings',
      {
        id: mapping,
        marketplace,
        integration,
        field: `${word} field`,
        definition: '9',
        definition_label: `${word} label`,
      },
    ],
    ['endpoints', { id: endpoint, marketplace, created_at: 1 }],
    [
      'alert_channels',
      {
        id: channel,
        marketplace,
        kind: 'signed-url',
        name: `${word} channel`,
        shown: `${word}.example.com`,
        sealed_address: await seal(
          env.SEALING_KEYS,
          `alerts:${marketplace}:${channel}`,
          JSON.stringify({ address: `https://${word}.example.com/`, secret: createSigningSecret() }),
        ),
        origin: 'https://enrollwire.test',
        causes: '[]',
        on: 1,
        created_at: 1,
        updated_at: 1,
      },
    ],
    [
      'words',
      {
        marketplace,
        format: 'samcart',
        word: `${word}word`,
        spelling: `${word} word`,
        meaning: 'ignore',
        created_at: 1,
      },
    ],
    [
      'samcart_api_keys',
      {
        id: apiKey,
        marketplace,
        sealed: await seal(env.SEALING_KEYS, `samcart-api:${marketplace}:${apiKey}`, `${word}-samcart-key`),
        saved_at: 1,
      },
    ],
    [
      'api_tokens',
      {
        id: token,
        marketplace,
        person: await one('SELECT person AS id FROM members WHERE marketplace = ? AND role = ?', marketplace, 'admin'),
        name: `${word} token`,
        scope: 'write',
        handle: 'a',
        digest: `${word}-digest`,
        created_at: 1,
      },
    ],
    ['endpoint_secrets', { id: secret, endpoint, kind: 'signing', sealed: signing, created_at: 1 }],
    [
      'audit',
      { id: crypto.randomUUID(), marketplace, at: 1, person: `${word} admin`, did: 'saved', what: `${word} academy` },
    ],
  ]
  await env.DB.batch(rows.map(([table, row]) => insertion(table, row)))
  await env.COPIES.put(`catalog:${integration}`, JSON.stringify(catalog(word)))
  return {
    integration,
    rule,
    mapping,
    endpoint,
    secret,
    product,
    channel,
    token,
    recipe: 'curl',
    announcement: 'give-back',
    word: `${word}word`,
  } as Record<string, string>
}

/** The merchant's. */
async function saveFilter(marketplace: string, word: string): Promise<string> {
  const id = crypto.randomUUID()
  const person = await one(
    'SELECT person AS id FROM members WHERE marketplace = ? AND role = ?',
    marketplace,
    'merchant',
  )
  const filter = { id, marketplace, person, name: `${word} filter`, query: `search=${word}`, created_at: 1 }
  await insertion('saved_filters', filter).run()
  return id
}

function insertion(table: string, row: Record<string, unknown>): D1PreparedStatement {
  const columns = Object.keys(row)
  const sql = `INSERT INTO ${table} (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map(() => '?')})`
  return env.DB.prepare(sql).bind(...Object.values(row))
}

function catalog(word: string) {
  return {
    courses: [{ id: '1', name: `${word} course`, status: 'published', private: true }],
    bundles: [{ id: '2', name: `${word} bundle`, status: 'published', private: true, courseIds: ['1'] }],
    fields: [
      { id: '9', label: `${word} label`, type: 'text', required: false },
      { id: '10', label: `${word} other label`, type: 'text', required: false },
    ],
    fetchedAt: Date.now(),
  }
}

/** An event that fired nothing, so that the log holds an entry and the shop knows a customer. */
async function fillJournal(marketplace: string, word: string, integration: string): Promise<Record<string, string>> {
  const journal = env.JOURNAL.getByName(marketplace)
  const email = `buyer@${marketplace}.example.com`
  const event: MarketEvent = {
    v: 1,
    id: `${marketplace}-event`,
    marketplace,
    tells: 'facts',
    ...toStoredSource({ kind: 'endpoint', endpoint: 'e', sender: 'standard', format: 'standard' }),
    type: 'product.purchased',
    typeWord: 'product.purchased',
    problem: null,
    test: false,
    orderId: `${word}-order`,
    happenedAt: Date.now(),
    receivedAt: Date.now(),
    customFields: { [`${word} field`]: `${word} value` },
    customer: { email, firstName: `${word}-first`, lastName: `${word}-last`, id: null },
    items: [
      {
        productId: `${marketplace}-product`,
        productName: `${word} club`,
        role: 'primary',
        subscription: null,
        fingerprint: null,
      },
    ],
    body: JSON.stringify({ note: `${word} body` }),
  }
  await journal.receive(event, [])
  const { rows } = await journal.log({})
  const job = `${marketplace}-job`
  const connection = { id: 'none', name: `${word} gone` }
  await journal.startJob({
    id: job,
    marketplace,
    kind: 'end-waiting',
    input: { rule: 'none', ...connection },
    person: word,
  })
  // Its alarm sweeps the journal, which is then done before anyone looks.
  await runDurableObjectAlarm(journal)
  const note = `${marketplace}-note`
  await journal.addNote(email, { id: note, person: word, author: word, text: `${word} note` })
  const sale = `paid ${marketplace}`
  await runInDurableObject(journal, (_, { storage }) => {
    new LostSaleTable(storage.sql).add(lostSale(sale, email, word), 'nobody’s', 'open', Date.now())
    const target = { kind: 'course', id: '1002', name: `${word} course` }
    const found = { kind: 'unexplained', guess: 'of a stranger', email, userId: '77', target } as const
    const rest = { theirs: { open: true, end: null }, ours: null, since: null }
    new DifferenceTable(storage.sql).add(integration, { ...found, ...rest }, 'nobody’s', 1, Date.now())
  })
  const ids = { job, entry: rows[0]?.id ?? 'no entry', event: event.id, email, note }
  return { ...ids, sale, import: await addImport(marketplace, word) }
}

/** A file whose rows were read. */
async function addImport(marketplace: string, word: string): Promise<string> {
  const journal = env.JOURNAL.getByName(marketplace)
  const id = crypto.randomUUID()
  await journal.beginImport({ id, name: `${word}.csv`, person: word })
  await journal.keepImportSlice(id, 0, [[2, [`${word}@example.com`, `${word} club`]]])
  const column = (name: string) => ({ name, examples: [`${word} example`], dates: null })
  await journal.changeImport(id, {
    form: id,
    from: ['uploading'],
    seenAt: null,
    to: { stage: 'uploaded', columns: [column('Email'), column('Product')], rows: 1, slices: 1, format: 'csv' },
  })
  return id
}

function lostSale(id: string, email: string, word: string): LostSale {
  return {
    id,
    kind: 'paid',
    email,
    firstName: `${word}-lost`,
    lastName: null,
    customerId: null,
    productId: `${word}-lost-product`,
    productName: `${word} lost product`,
    orderId: `${word}-lost-order`,
    subscriptionId: null,
    paymentId: null,
    cents: 9_700,
    currency: 'USD',
    happenedAt: Date.now(),
    dated: true,
    periodEnd: null,
  }
}

async function one(sql: string, ...values: string[]): Promise<string> {
  const found = await env.DB.prepare(sql)
    .bind(...values)
    .first<{ id: string }>()
  if (found === null) {
    throw new Error(`nothing for ${sql} ${values} on ${ORIGIN}`)
  }
  return found.id
}
