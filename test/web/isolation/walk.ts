/** Every route the app registers, from Hono's own list, as requests a visitor could send. */
import { app } from '../../../src/web/app'
import { MOVED } from '../../../src/web/old-addresses'
import { sized } from '../../depth'
import type { Answer, Visitor } from './visitor'

export interface Route {
  method: string
  path: string
}

/** Middleware is registered for all methods, and an address of an old form only leads on; everything else is a page or an act. */
export const ROUTES: Route[] = [
  ...new Map(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !(method === 'POST' && path in MOVED))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }] as const),
  ).values(),
]

export const INSIDE = ROUTES.filter(({ path }) => path.startsWith('/m/:marketplace'))
export const OUTSIDE = ROUTES.filter(({ path }) => !path.startsWith('/m/:marketplace'))

/** Open to anyone. A new page outside of a marketplace must be decided on here. */
export const FOR_ANYONE = [
  ...['GET /setup', 'POST /setup', 'GET /sign-in', 'POST /sign-in', 'POST /sign-out'],
  ...[
    'GET /sign-up',
    'POST /sign-up',
    'POST /sign-up/addresses',
    'POST /sign-up/proven',
    'GET /forgotten-password',
    'POST /forgotten-password',
  ],
  ...['GET /new-password', 'POST /new-password', 'GET /sign-in/code', 'POST /sign-in/code'],
]

/** Credentials, secrets, the team, and all that is known of a customer. */
export const FOR_ADMINS = [
  ...[
    'GET /integrations/new',
    'POST /integrations',
    'GET /integrations/:integration',
    'POST /integrations/:integration',
  ],
  ...['GET /imports', 'POST /imports', 'GET /imports/:import', 'GET /imports/:import/rows.csv'],
  ...['POST /imports/:import/columns', 'POST /imports/:import/choices'],
  ...['POST /imports/:import/runs', 'POST /imports/:import/deletions'],
  ...['GET /imports/:import/undo', 'POST /imports/:import/undos', 'GET /logs/:entry/undo'],
  ...['POST /entries/:entry/undos', 'GET /rules/:rule/undo', 'POST /rules/:rule/undos'],
  ...['GET /rules/:rule/past-endings', 'POST /rules/:rule/past-endings'],
  ...['GET /customers/:email/export', 'GET /customers/:email/erasure', 'POST /customers/:email/erasures'],
  ...['GET /integrations/:integration/delete', 'POST /integrations/:integration/deletions'],
  ...['GET /integrations/:integration/secrets/rotation', 'POST /integrations/:integration/secrets'],
  ...['GET /integrations/:integration/mapping', 'POST /integrations/:integration/mappings'],
  'POST /integrations/:integration/mappings/:mapping/deletions',
  'POST /integrations/:integration/reconciliations/schedule',
  ...['GET /integrations/:integration/differences/fixes/new', 'POST /integrations/:integration/differences/fixes'],
  ...['GET /deletion', 'POST /deletions', 'GET /rules/:rule/endings', 'POST /rules/:rule/endings'],
  ...['POST /jobs/:job/pauses', 'POST /jobs/:job/resumptions', 'POST /jobs/:job/cancellations'],
  'GET /jobs/:job/cancellation',
  ...['GET /webhook', 'GET /webhook/senders', 'GET /webhook/secrets', 'GET /webhook/activity'],
  ...['GET /webhook/secrets/rotation', 'POST /webhook/endpoints', 'POST /webhook/secrets'],
  ...['GET /webhook/recipes/:recipe', 'POST /webhook/words/deletions'],
  ...['GET /webhook/secrets/:secret/delete', 'POST /webhook/secrets/:secret/revocations'],
  ...['POST /lost-sales/keys', 'GET /lost-sales/keys/deletion', 'POST /lost-sales/keys/deletions'],
  'POST /lost-sales/comparisons',
  ...['GET /webhook/delinquency', 'POST /webhook/delinquency', 'GET /team/time-zone', 'POST /team/time-zone'],
  ...['POST /team/two-step', 'GET /team/tokens', 'POST /team/tokens'],
  ...['GET /team/tokens/:token/delete', 'POST /team/tokens/:token/revocations'],
  ...['GET /configuration', 'GET /configuration/enrollwire.json'],
  ...['POST /configuration/comparisons', 'POST /configuration/changes'],
  ...['GET /alerts', 'GET /alerts/new', 'POST /alerts', 'GET /alerts/:channel', 'POST /alerts/:channel'],
  ...['POST /alerts/:channel/tests', 'GET /alerts/:channel/delete', 'POST /alerts/:channel/deletions'],
  ...['GET /alerts/:channel/secrets/rotation', 'POST /alerts/:channel/secrets'],
  ...['POST /team/invitations', 'POST /team/invitations/:invitation/withdrawals', 'POST /team/members/:member/role'],
  ...[
    'GET /team/members/:member/delete',
    'POST /team/members/:member/removals',
    'POST /team/members/:member/password-links',
  ],
]

/** Everything behind the door, but for acts that end one's own session, membership or marketplace and with it the walk. */
export const TO_TRY = ROUTES.filter(
  (route) =>
    !FOR_ANYONE.includes(nameOf(route)) && !/sessions\/endings|departures$|^POST \/deletions$/.test(nameOf(route)),
)

/** Forms enough where the address alone must be refused, whatever is in a form. A deep run sends them all. */
export const FEW_FORMS = sized(1, 6)

/** The one with the id of what the route makes, and one with a new id. A deep run sends them all. */
const USUAL_FORMS = sized(2, 6)

/**
 * Sends every form that fits a route.
 * @param ids the ids in the forms, where they are not those of the address
 * @param most of the forms
 */
export async function tried(
  visitor: Visitor,
  { method, path }: Route,
  at: Record<string, string>,
  ids = at,
  most = USUAL_FORMS,
): Promise<Answer[]> {
  const address = filled(path, at)
  if (method === 'GET') {
    return [await visitor.ask(method, address)]
  }
  const answers: Answer[] = []
  for (const form of fitting(forms(ids), path, most)) {
    answers.push(await visitor.ask(method, address, form))
  }
  return answers
}

/** What the ids that forms bring along are of, as addresses name it, in their order. */
const BROUGHT_IDS = [/endpoints|words/, /integrations\/?[^/]*$|reconciliations/, /rules/, /mappings/, /secrets/]

function fitting<Form>(all: Form[], path: string, most: number): Form[] {
  if (most >= all.length) {
    return all
  }
  const named = BROUGHT_IDS.findIndex((name) => name.test(path))
  const first = all[named < 0 ? path.length % BROUGHT_IDS.length : named]
  const last = all.at(-1)
  return [first, last].filter((form) => form !== undefined).slice(-most)
}

/** Tries what is shut to this visitor. */
export function refusedAt(visitor: Visitor, route: Route, at: Record<string, string>): Promise<Answer[]> {
  return tried(visitor, route, at, at, FEW_FORMS)
}

/** `GET /m/:marketplace/rules`, for lists and for messages. */
export function nameOf({ method, path }: Route): string {
  return `${method} ${path.replace('/m/:marketplace', '')}`
}

/** The parameters of a path, but for the marketplace. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '').filter((name) => name !== 'marketplace')
}

/** The path with every parameter filled in. A parameter missing here is a mistake of the test, not of the page. */
export function filled(path: string, ids: Record<string, string>): string {
  return path.replace(/:(\w+)(\{[^}]*\})?\??/g, (_, name: string) => {
    const id = ids[name]
    if (id === undefined) {
      throw new Error(`The walk has no id for :${name} of ${path}. Give shop.ts one.`)
    }
    return encodeURIComponent(id)
  })
}

/** The fields of every form at once, with the ids of one shop wherever a form names something. */
export function forms(ids: Record<string, string>): Record<string, string>[] {
  const {
    integration = '',
    rule = '',
    product = '',
    mapping = '',
    entry = '',
    event = '',
    email = '',
    member = '',
  } = ids
  const common = {
    integration,
    rule,
    rules: rule,
    product,
    products: product,
    productId: product,
    mapping,
    entry,
    entries: entry,
    event,
    email,
    to: 'other@example.com',
    from: email,
    member,
    marketplace: ids.marketplace ?? '',
    endpoint: ids.endpoint ?? '',
    word: ids.word ?? '',
    format: 'samcart',
    meaning: 'ignore',
    scope: 'word',
    name: 'Intruder',
    role: 'admin',
    on: 'no',
    kind: 'key',
    site: 'intruders',
    siteUrl: 'intruders',
    key: 'intruders-key',
    pace: '100',
    zone: 'Asia/Tokyo',
    failures: '9',
    action: 'create_course',
    category: 'ecommerce',
    trigger: 'product.purchased',
    target: '1',
    targetName: 'x',
    field: 'Intruder',
    definition: '10',
    definitionLabel: 'x',
    confirm: 'yes',
    password: 'an intruder’s password',
    current: 'x',
    firstName: 'Intruder',
    lastName: 'Intruder',
    step: '3',
    search: '',
    token: 'x',
    invitation: ids.invitation ?? '',
    sale: ids.sale ?? '',
  }
  // The id a form brings along makes sending it twice harmless; it must not be a way to reach what is stored under it,
  // so the first ones are taken.
  const brought = [ids.endpoint ?? '', integration, rule, mapping, ids.secret ?? '', crypto.randomUUID()]
  return brought.map((id, at) => ({ ...common, id, name: `Intruder ${at}` }))
}
