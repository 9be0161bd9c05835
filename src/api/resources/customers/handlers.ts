import { KINDS } from '../../../integrations'
import { findLedgerSite, type LedgerSite, listLedgerSites, toIntegrationRef } from '../../../integrations/ledger-sites'
import { findIntegration, type Integration } from '../../../integrations/store'
import { findChosenPurchase, indexPurchases, toEventCustomer } from '../../../journal/customers/act-purchases'
import { actByHand, correctEmail } from '../../../journal/customers/customer-commands'
import { addNote } from '../../../journal/customers/note-commands'
import type { CustomerAnswer, CustomerHistory, Entry } from '../../../journal/queries'
import type { Target } from '../../../model/rule'
import { type ApiCall, type Handlers, journalOf } from '../../contract/call'
import { readPaging } from '../../contract/listing'
import { ApiProblem, invalidField, orRefuse } from '../../contract/problem'
import { toRowJson } from '../entries/entry-json'
import { startedJob } from '../jobs/job-json'
import { resolveTarget } from '../resolve-target'
import { toAccessJson, toCustomerJson, toListedJson, toNoteJson } from './customer-json'
import type { CustomerAnswers } from './description'
import type { CUSTOMERS } from './operations'

/** The journal looks at no more at once. */
const MOST_AT_ONCE = 50

export const customerHandlers: Handlers<typeof CUSTOMERS, CustomerAnswers> = {
  listCustomers: async (call, { query }) => {
    const { search, product } = query
    const { limit, after, next } = readPaging(call, 'listCustomers', query)
    const page = (await journalOf(call).customers(call.marketplace.id, {
      search: search || undefined,
      product,
      after: after || undefined,
      limit: Math.min(limit, MOST_AT_ONCE),
    })) as CustomerAnswer
    const { customers, listing } = page
    return {
      items: customers.map(toListedJson),
      next_cursor: page.next === null ? null : next(page.next),
      complete: listing === null,
    }
  },
  getCustomer: async (call, { params }) => toCustomerJson(await readHistory(call, params.email)),
  getAccess: async (call, { params }) => {
    const sites = await listLedgerSites(call.env, call.marketplace.id)
    const views = await Promise.all(
      sites.map((site) =>
        view(call, site, params.email).then(
          (found) => ({ site, found, unread: false }),
          () => ({ site, found: null, unread: true }),
        ),
      ),
    )
    return {
      ...toAccessJson(views.map(({ site, found }) => ({ integration: site.integration, view: found }))),
      complete: views.every(({ unread }) => !unread),
    }
  },
  enrollCustomer: async (call, { params, body }) => {
    const integration = await findOpening(call, body.integration)
    const target = await resolveTarget(call, integration, body.target, 'body.target.id')
    return act(call, params.email, { integration, target, effect: 'opens', purchase: body.purchase })
  },
  endAccess: async (call, { params, body }) => {
    const integration = await findOpening(call, body.integration)
    const { kind, id } = body.target
    const site = findLedgerSite(call.env, integration)
    const found = site && (await view(call, site, params.email))
    const target = found?.targets.find((one) => one.target.kind === kind && one.target.id === id)?.target
    if (target === undefined) {
      throw new ApiProblem(409, 'not open', 'This marketplace knows of no such access.')
    }
    return act(call, params.email, { integration, target, effect: 'ends' })
  },
  correctEmail: async (call, { params, body }) => {
    const correction = { id: call.id, from: params.email, to: body.to, movesAccess: body.moves_access }
    return startedJob(await correctEmail(call.env, call.author, correction))
  },
  addNote: async (call, { params, body }) => {
    const note = { id: call.id, email: params.email, text: body.text }
    orRefuse(await addNote(call.env, call.author, note))
    const { notes } = await readHistory(call, params.email)
    return (
      notes.filter(({ id }) => id === note.id).map(toNoteJson)[0] ??
      toNoteJson({ ...note, at: Date.now(), author: call.author.person.name })
    )
  },
}

interface HandAct {
  integration: Integration
  target: Target
  effect: 'opens' | 'ends'
  purchase?: { product: string; order: string | null; subscription: string | null } | undefined
}

async function act(call: ApiCall, email: string, { integration, target, effect, purchase }: HandAct) {
  const action = KINDS.actionFor(target.kind, effect)
  if (action === null) {
    throw invalidField('body.target.kind', 'No action gives or ends access to this.')
  }
  const history = await readHistory(call, email)
  const { entry } = orRefuse(
    await actByHand(call.env, call.author, {
      id: call.id,
      customer: toEventCustomer(history, history.email),
      ...choosePurchase(history, purchase),
      action: action.id,
      target,
      integration: toIntegrationRef(integration),
      test: false,
    }),
  )
  const made = (await journalOf(call).entry(entry)) as Entry | null
  if (made === null) {
    throw new Error('an act by hand has no entry')
  }
  return toRowJson(made)
}

function choosePurchase(history: CustomerHistory, purchase: HandAct['purchase']) {
  const key = purchase && [purchase.product, purchase.order, purchase.subscription].join(' ')
  if (key !== undefined && !indexPurchases(history).has(key)) {
    throw invalidField('body.purchase', 'The customer has no such purchase.')
  }
  return findChosenPurchase(history, key ?? '')
}

async function findOpening({ env, marketplace }: ApiCall, id: string): Promise<Integration> {
  const found = await findIntegration(env.DB, marketplace.id, id)
  if (found === null || findLedgerSite(env, found) === null) {
    throw invalidField('body.integration', 'This marketplace has no such integration that gives access.')
  }
  return found
}

function view({ marketplace }: ApiCall, { ledger }: LedgerSite, email: string) {
  return ledger.customer(marketplace.id, email)
}

async function readHistory(call: ApiCall, email: string): Promise<CustomerHistory> {
  return (await journalOf(call).customer(email)) as CustomerHistory
}
