/**
 * Enrollwire's API for TypeScript: a function for each call, and no dependencies. Copy this file into your program.
 *
 *     const enrollwire = new Enrollwire({ origin: 'https://enrollwire.example.com', token: process.env.ENROLLWIRE_TOKEN ?? '' })
 *     for await (const product of enrollwire.listProducts()) console.log(product.name)
 *
 * A refusal is thrown as EnrollwireProblem. Each change has an Idempotency-Key, so it is sent again where no answer came.
 * Made from the API's description: npx tsx .run/write-client.ts
 */

export interface Marketplace {
  id: string
  name: string
  /** In which days of access begin and end. */
  time_zone: string
  /** What this token may do there. */
  scope: 'read' | 'write'
}

export interface Problem {
  /** Says which problem it is, for a program. */
  type: string
  title: string
  status: number
  /** What to do about it, in a sentence. */
  detail: string
  /** Each field at fault. */
  errors?: { path: string; message: string }[]
}

export interface Product {
  /** The marketplace’s own id. */
  id: string
  name: string
  created_at: string
}

export interface Rule {
  id: string
  name: string
  /** A product’s id, or * for every product. */
  product: string
  integration: string
  action: string
  trigger: string
  /** Null where there is nothing to choose. */
  target: Target | null
  on: boolean
  options: {
    access_days: number | null
    access_until: string | null
    starts_after: number | null
    starts_on: string | null
    end: { when: 'at_once' | 'later' | 'paid'; days?: number }
    give_back: boolean
    notice_days: number | null
    skip_test: boolean
    remove_always: boolean
  }
}

export interface Target {
  kind: string
  id: string
  name: string
}

export interface Integration {
  id: string
  name: string
  kind: string
  address: string
  /** Why its credential does not work; null while it does. */
  problem: string | null
  /** What its rules can do. */
  actions: { id: string; label: string }[]
  created_at: string
}

export interface IntegrationWithCatalog {
  id: string
  name: string
  kind: string
  address: string
  /** Why its credential does not work; null while it does. */
  problem: string | null
  /** What its rules can do. */
  actions: { id: string; label: string }[]
  created_at: string
  /** Of what its rules choose from; null for a kind that has none. */
  catalog: {
    counts: { noun: string; count: number }[]
    fetched_at: string | null
    refreshing: boolean
    problem: string | null
  } | null
}

export interface ListedTarget {
  kind: string
  id: string
  name: string
  status: string | null
  private: boolean
}

export interface Entry {
  id: string
  event: string
  /** When it became final; while it waits, when its event was received. */
  at: string
  happened_at: string
  received_at: string
  outcome:
    | 'enrolled'
    | 'renewed'
    | 'already enrolled'
    | 'expired'
    | 'already expired'
    | 'kept'
    | 'superseded'
    | 'sent'
    | 'no rule'
    | 'no change'
    | 'not understood'
    | 'test order skipped'
    | 'no such customer'
    | 'administrator, left alone'
    | 'rule off'
    | 'unclear'
    | 'waiting'
    | 'rejected by Thinkific'
    | 'rejected by the receiver'
    | 'credentials rejected'
    | 'target missing'
    | 'given up'
  /** Why the customer was, or wasn’t, enrolled. */
  sentence: string
  trigger: string | null
  /** What the event says happened. */
  type: string
  customer: { email: string; name: string | null } | null
  product: { id: string; name: string | null } | null
  order: string | null
  subscription: string | null
  rule: { id: string; name: string } | null
  integration: { id: string; name: string } | null
  action: string | null
  target: Target | null
  test: boolean
  /** Copies received after the first. */
  repeats: number
  /** How its failure was closed. */
  resolved: { how: 'ignored' | 'replayed' | 'undone' | 'resent'; at: string; person: string | null } | null
  waiting: { at: string; since: string; reason: string; parked: boolean } | null
}

export interface WholeEntry {
  id: string
  event: string
  /** When it became final; while it waits, when its event was received. */
  at: string
  happened_at: string
  received_at: string
  outcome:
    | 'enrolled'
    | 'renewed'
    | 'already enrolled'
    | 'expired'
    | 'already expired'
    | 'kept'
    | 'superseded'
    | 'sent'
    | 'no rule'
    | 'no change'
    | 'not understood'
    | 'test order skipped'
    | 'no such customer'
    | 'administrator, left alone'
    | 'rule off'
    | 'unclear'
    | 'waiting'
    | 'rejected by Thinkific'
    | 'rejected by the receiver'
    | 'credentials rejected'
    | 'target missing'
    | 'given up'
  /** Why the customer was, or wasn’t, enrolled. */
  sentence: string
  trigger: string | null
  /** What the event says happened. */
  type: string
  customer: { email: string; name: string | null } | null
  product: { id: string; name: string | null } | null
  order: string | null
  subscription: string | null
  rule: { id: string; name: string } | null
  integration: { id: string; name: string } | null
  action: string | null
  target: Target | null
  test: boolean
  /** Copies received after the first. */
  repeats: number
  /** How its failure was closed. */
  resolved: { how: 'ignored' | 'replayed' | 'undone' | 'resent'; at: string; person: string | null } | null
  waiting: { at: string; since: string; reason: string; parked: boolean } | null
  /** endpoint, import, person, test, access or unreadable. */
  source: string
  /** Fields that did not fit and count as absent. */
  ignored: string[]
  customer_name: string | null
  /** As it was received. */
  body: string
  attempts: {
    at: string
    took_ms: number
    method: string
    path: string
    request: string | null
    status: number | null
    response: string | null
    problem: string | null
  }[]
  /** False once it has left the newest 1,000. */
  attempts_kept: boolean
  asked: { did: string; person: string | null; at: string }[]
  /** The event’s other entries. */
  siblings: string[]
  /** What makes sense now: retry, replay, ignore, give up … */
  may: string[]
}

export interface Job {
  id: string
  kind: string
  title: string
  status: 'running' | 'paused' | 'canceled' | 'done'
  /** In the unit of its kind. */
  done: number
  /** Null while unknown. */
  total: number | null
  person: string
  started_at: string
  ended_at: string | null
  stoppable: boolean
  /** What came of it, in a sentence. */
  result: string | null
}

export interface Cause {
  /** The same while it lasts. */
  key: string
  kind: string
  /** Customers are not served until it is fixed. */
  serious: boolean
  title: string
  text: string
  /** What to do, as the button on its page says. */
  fix: string
  /** How many entries, customers or rules it is about. */
  count: number
  since: string | null
  /** Where a person fixes it. */
  page: string
}

export interface ListedCustomer {
  email: string
  name: string | null
  /** Their newest event. */
  last: { at: string; type: string; products: string[] } | null
}

export interface Customer {
  email: string
  name: string | null
  /** The marketplace’s own. */
  customer_id: string | null
  erased: boolean
  events: {
    id: string
    type: string
    happened_at: string
    received_at: string
    order: string | null
    products: { id: string; name: string | null; subscription: string | null }[]
    test: boolean
    repeats: number
    entries: Entry[]
  }[]
  notes: Note[]
}

export interface Note {
  id: string
  at: string
  author: string
  text: string
}

export interface Access {
  integration: { id: string; name: string }
  target: Target
  open: boolean
  /** Why, in a sentence. */
  reason: string
  ends_at: string | null
  /** When access that is not open begins. */
  starts_at: string | null
  /** False where it was found open and no purchase explains it. */
  explained: boolean
  /** As last written to or seen at the site. */
  at_site: { open: boolean; ends_at: string | null } | null
}

export interface Purchase {
  integration: { id: string; name: string }
  product: { id: string; name: string | null }
  orders: string[]
  subscriptions: string[]
  test: boolean
  ended: { trigger: string; at: string } | null
}

export interface ReceivedEvent {
  event: string
  /** An entry that says what came of it. */
  entry: string
  received_at: string
  type: string
  /** Their email. */
  customer: string | null
  product: { id: string; name: string | null } | null
  outcome:
    | 'enrolled'
    | 'renewed'
    | 'already enrolled'
    | 'expired'
    | 'already expired'
    | 'kept'
    | 'superseded'
    | 'sent'
    | 'no rule'
    | 'no change'
    | 'not understood'
    | 'test order skipped'
    | 'no such customer'
    | 'administrator, left alone'
    | 'rule off'
    | 'unclear'
    | 'waiting'
    | 'rejected by Thinkific'
    | 'rejected by the receiver'
    | 'credentials rejected'
    | 'target missing'
    | 'given up'
  sentence: string
}

export interface Import {
  id: string
  /** The file’s. */
  name: string
  person: string
  stage: 'uploading' | 'uploaded' | 'reading' | 'read' | 'previewing' | 'previewed' | 'running' | 'done' | 'canceled'
  uploaded_at: string
  changed_at: string
  started_at: string | null
  ended_at: string | null
  /** What it was recognized as. */
  format: string
  columns: { name: string; examples: string[] }[]
  rows: number
  mapping: {
    columns: Record<string, number>
    meaning: 'purchase' | 'charge' | 'refund' | 'cancellation'
    date_style: 'month first' | 'day first' | null
    product: string | null
    time_zone: string
  } | null
  problem: string | null
  /** As the file names them. */
  products: { key: string; name: string | null; orders: number }[]
  orders: number
  /** Rows that cannot be imported. */
  wrong: number
  choice: { from: string | null; until: string | null; products: Record<string, string | null> } | null
  /** What the preview counts. */
  foreseen: {
    fate: 'enroll' | 'already' | 'end' | 'sent' | 'unclear' | 'failed' | 'nothing' | 'known' | 'left out'
    count: number
  }[]
  /** Calls to Thinkific, at most. */
  foreseen_calls: number
  /** What came of it. */
  did: {
    fate: 'enroll' | 'already' | 'end' | 'sent' | 'unclear' | 'failed' | 'nothing' | 'known' | 'left out'
    count: number
  }[]
}

export interface ImportRow {
  /** As a spreadsheet numbers it. */
  line: number
  /** Why it cannot be imported. */
  problem: string | null
  type: string | null
  happened_at: string | null
  email: string | null
  product: { id: string; name: string | null } | null
  order: string | null
  subscription: string | null
  result: {
    fate: 'enroll' | 'already' | 'end' | 'sent' | 'unclear' | 'failed' | 'nothing' | 'known' | 'left out'
    outcome:
      | 'enrolled'
      | 'renewed'
      | 'already enrolled'
      | 'expired'
      | 'already expired'
      | 'kept'
      | 'superseded'
      | 'sent'
      | 'no rule'
      | 'no change'
      | 'not understood'
      | 'test order skipped'
      | 'no such customer'
      | 'administrator, left alone'
      | 'rule off'
      | 'unclear'
      | 'waiting'
      | 'rejected by Thinkific'
      | 'rejected by the receiver'
      | 'credentials rejected'
      | 'target missing'
      | 'given up'
      | null
    sentence: string
    final: boolean
  } | null
}

export interface ConfigurationChange {
  key: string
  group: 'Integrations' | 'Products' | 'Rules' | 'Words' | 'Settings' | 'Alerts'
  tone: 'add' | 'change' | 'remove'
  sentence: string
  changes: { field: string; from: string; to: string }[]
  note: string | null
  /** Questions that have to be answered first. */
  needs: string[]
}

export interface UndoneCustomer {
  email: string
  /** Of theirs, how many would be undone. */
  entries: number
  /** What becomes of their access; `unknown` where a site did not answer or has to be asked. */
  effect: 'loses' | 'regains' | 'keeps' | 'unknown'
  changes: {
    action: string
    outcome:
      | 'enrolled'
      | 'renewed'
      | 'already enrolled'
      | 'expired'
      | 'already expired'
      | 'kept'
      | 'superseded'
      | 'sent'
      | 'no rule'
      | 'no change'
      | 'not understood'
      | 'test order skipped'
      | 'no such customer'
      | 'administrator, left alone'
      | 'rule off'
      | 'unclear'
      | 'waiting'
      | 'rejected by Thinkific'
      | 'rejected by the receiver'
      | 'credentials rejected'
      | 'target missing'
      | 'given up'
    sentence: string
  }[]
}

export interface ReconcileState {
  weekly: boolean
  /** When it starts automatically. */
  next_at: string | null
  /** Why it does not go on. */
  problem: string | null
  /** Differences whose entries are under way. */
  settling: number
  last: { at: string; calls: number; read: number; unlisted: number; complete: boolean; result: string } | null
}

export interface Difference {
  id: string
  /** `missing`: granted, not open there. `unexplained`: open there without a grant. */
  kind: 'missing' | 'unexplained' | 'date'
  /** How it probably came about. */
  guess:
    | 'no enrollment'
    | 'ended there'
    | 'preview only'
    | 'ended here'
    | 'from before'
    | 'given there'
    | 'of a stranger'
    | 'date moved'
  email: string
  /** At the site. */
  user_id: string | null
  target: Target
  /** What the site has. */
  theirs: { open: boolean; end: string | null } | null
  /** What the ledger grants, and by which purchase. */
  ours: {
    end: string | null
    through: Target
    product: { id: string; name: string | null }
    order: string | null
    subscription: string | null
  } | null
  fixes: ('ours' | 'theirs' | 'leave')[]
}

export interface ClientOptions {
  /** Where Enrollwire is reached, such as https://enrollwire.example.com. */
  origin: string
  /** `ew_…`, of Team → API tokens. */
  token: string
  fetch?: (request: Request) => Promise<Response>
}

export interface CallOptions {
  signal?: AbortSignal
}

export interface ChangeOptions extends CallOptions {
  /** The same key does nothing twice within 24 hours. Made for each call unless given. */
  idempotencyKey?: string
  /** What this client read before: the change is refused where it has been changed since. */
  ifMatch?: object
}

/** A refusal, as `application/problem+json` says it. */
export class EnrollwireProblem extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'EnrollwireProblem'
    this.problem = problem
  }

  get status(): number {
    return this.problem.status
  }

  /** The end of its type: `not-found`, `invalid`, … */
  get reason(): string {
    return this.problem.type.split(':').at(-1) ?? ''
  }
}

export interface ListPage<Item> {
  items: Item[]
  next_cursor: string | null
}

/** A list: `for await` goes through all of it, `page()` asks for one page. */
export class Listing<Item, Page extends ListPage<Item> = ListPage<Item>> implements AsyncIterable<Item> {
  readonly #read: (cursor?: string) => Promise<Page>

  constructor(read: (cursor?: string) => Promise<Page>) {
    this.#read = read
  }

  page(cursor?: string): Promise<Page> {
    return this.#read(cursor)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    let page = await this.#read()
    yield* page.items
    while (page.next_cursor !== null) {
      page = await this.#read(page.next_cursor)
      yield* page.items
    }
  }
}

interface Sent {
  query?: object
  body?: unknown
  file?: Blob
}

const TRIES = 3
const LONGEST_PAUSE_S = 60

/** Sends what the functions of Enrollwire ask for. */
export class Caller {
  readonly #options: ClientOptions
  /** By answer, so that a change can be guarded by what was read. */
  readonly #etags = new WeakMap<object, string>()

  constructor(options: ClientOptions) {
    this.#options = options
  }

  list<Item, Page extends ListPage<Item>>(path: string, query: object, options: CallOptions = {}): Listing<Item, Page> {
    return new Listing((cursor) =>
      this.call('GET', path, { query: cursor === undefined ? query : { ...query, cursor } }, options),
    )
  }

  async call<Answer>(
    method: string,
    path: string,
    { query = {}, body, file }: Sent,
    options: ChangeOptions = {},
  ): Promise<Answer> {
    const url = new URL(`/api/v1${path}`, this.#options.origin)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) {
        url.searchParams.set(name, String(value))
      }
    }
    const request = new Request(url, {
      method,
      headers: this.#headers(method, body, options),
      body: toRequestBody(body, file),
      signal: options.signal ?? null,
    })
    const response = await this.#send(request)
    const text = await response.text()
    if (!response.ok) {
      throw new EnrollwireProblem(readProblem(response, text))
    }
    const answer = text === '' ? undefined : JSON.parse(text)
    const etag = response.headers.get('etag')
    if (answer && etag !== null) {
      this.#etags.set(answer, etag)
    }
    return answer
  }

  #headers(method: string, body: unknown, { idempotencyKey, ifMatch }: ChangeOptions): Headers {
    const headers = new Headers({ authorization: `Bearer ${this.#options.token}` })
    if (body !== undefined) {
      headers.set('content-type', 'application/json')
    }
    if (method !== 'GET') {
      headers.set('idempotency-key', idempotencyKey ?? crypto.randomUUID())
    }
    const etag = ifMatch && this.#etags.get(ifMatch)
    if (ifMatch !== undefined && etag === undefined) {
      throw new TypeError('ifMatch is an answer of this client.')
    }
    if (etag !== undefined) {
      headers.set('if-match', etag)
    }
    return headers
  }

  /** Tries again where the answer says when, or where none came: the key keeps a change from happening twice. */
  async #send(request: Request, tries = 1): Promise<Response> {
    const { fetch: ask = fetch } = this.#options
    const response = await ask(request.clone()).catch((error: unknown) => {
      if (tries === TRIES || request.signal.aborted) {
        throw error
      }
    })
    if (response !== undefined && (tries === TRIES || ![429, 503].includes(response.status))) {
      return response
    }
    const pause = Math.min(Number(response?.headers.get('retry-after') ?? tries), LONGEST_PAUSE_S)
    await new Promise((resolve) => setTimeout(resolve, pause * 1000))
    return this.#send(request, tries + 1)
  }
}

function toRequestBody(body: unknown, file: Blob | undefined): string | FormData | null {
  if (file === undefined) {
    return body === undefined ? null : JSON.stringify(body)
  }
  const form = new FormData()
  form.append('file', file)
  return form
}

function readProblem({ status, statusText, headers }: Response, text: string): Problem {
  return headers.get('content-type')?.startsWith('application/problem+json')
    ? JSON.parse(text)
    : { type: 'about:blank', title: statusText, status, detail: `Enrollwire answered ${status}.` }
}

export class Enrollwire {
  readonly #caller: Caller

  constructor(options: ClientOptions) {
    this.#caller = new Caller(options)
  }

  /**
   * The marketplace of this token.
   *
   * A token opens one marketplace, so this list has one item.
   *
   * Needs a token that may read.
   */
  listMarketplaces(options?: CallOptions): Listing<Marketplace> {
    return this.#caller.list('/marketplaces', {}, options)
  }

  /**
   * Products, by id.
   *
   * Needs a token that may read.
   */
  listProducts(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
      search?: string
    } = {},
    options?: CallOptions,
  ): Listing<Product> {
    return this.#caller.list('/products', query, options)
  }

  /**
   * Add a product.
   *
   * Needs a token that may write.
   */
  addProduct(body: { id: string; name: string }, options?: ChangeOptions): Promise<Product> {
    return this.#caller.call('POST', '/products', { body }, options)
  }

  /**
   * One product.
   *
   * Needs a token that may read.
   */
  getProduct(product: string, options?: CallOptions): Promise<Product> {
    return this.#caller.call('GET', `/products/${encodeURIComponent(product)}`, {}, options)
  }

  /**
   * Rename a product.
   *
   * Needs a token that may write.
   */
  renameProduct(product: string, body: { name: string }, options?: ChangeOptions): Promise<Product> {
    return this.#caller.call('PATCH', `/products/${encodeURIComponent(product)}`, { body }, options)
  }

  /**
   * Delete a product with its rules.
   *
   * Rules for every product still apply to it. Sold again, it reappears without rules of its own.
   *
   * Needs a token that may write.
   */
  deleteProduct(product: string, options?: ChangeOptions): Promise<{ name: string; under_way: boolean }> {
    return this.#caller.call('DELETE', `/products/${encodeURIComponent(product)}`, {}, options)
  }

  /**
   * Rules, by id.
   *
   * Needs a token that may read.
   */
  listRules(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
      /** The product’s id, or * for every product. */
      product?: string
      integration?: string
    } = {},
    options?: CallOptions,
  ): Listing<Rule> {
    return this.#caller.list('/rules', query, options)
  }

  /**
   * Add a rule.
   *
   * Needs a token that may write.
   */
  addRule(
    body: {
      product: string
      integration: string
      action: string
      trigger: string
      target?: string | null
      name?: string
      on?: boolean
      options?: {
        access_days?: number | null
        access_until?: string | null
        starts_after?: number | null
        starts_on?: string | null
        end?: { when: 'at_once' } | { when: 'later' | 'paid'; days: number }
        give_back?: boolean
        notice_days?: number | null
        skip_test?: boolean
        remove_always?: boolean
      }
    },
    options?: ChangeOptions,
  ): Promise<Rule> {
    return this.#caller.call('POST', '/rules', { body }, options)
  }

  /**
   * One rule.
   *
   * Needs a token that may read.
   */
  getRule(rule: string, options?: CallOptions): Promise<Rule> {
    return this.#caller.call('GET', `/rules/${encodeURIComponent(rule)}`, {}, options)
  }

  /**
   * Change a rule, or switch it on or off.
   *
   * What is left out stays. It counts from now on; access given before stays as it is. Switched off, what waits for it ends.
   *
   * Needs a token that may write.
   */
  changeRule(
    rule: string,
    body: {
      integration?: string
      action?: string
      trigger?: string
      target?: string | null
      name?: string
      on?: boolean
      options?: {
        access_days?: number | null
        access_until?: string | null
        starts_after?: number | null
        starts_on?: string | null
        end?: { when: 'at_once' } | { when: 'later' | 'paid'; days: number }
        give_back?: boolean
        notice_days?: number | null
        skip_test?: boolean
        remove_always?: boolean
      }
    },
    options?: ChangeOptions,
  ): Promise<Rule> {
    return this.#caller.call('PATCH', `/rules/${encodeURIComponent(rule)}`, { body }, options)
  }

  /**
   * Delete a rule.
   *
   * What waits for it ends; access it gave stays.
   *
   * Needs a token that may write.
   */
  deleteRule(rule: string, options?: ChangeOptions): Promise<void> {
    return this.#caller.call('DELETE', `/rules/${encodeURIComponent(rule)}`, {}, options)
  }

  /**
   * Integrations, by id.
   *
   * Needs a token that may read.
   */
  listIntegrations(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
    } = {},
    options?: CallOptions,
  ): Listing<Integration> {
    return this.#caller.list('/integrations', query, options)
  }

  /**
   * One integration.
   *
   * Needs a token that may read.
   */
  getIntegration(integration: string, options?: CallOptions): Promise<IntegrationWithCatalog> {
    return this.#caller.call('GET', `/integrations/${encodeURIComponent(integration)}`, {}, options)
  }

  /**
   * What its rules choose from.
   *
   * Courses and bundles, as they were last read.
   *
   * Needs a token that may read.
   */
  listTargets(
    integration: string,
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
      search?: string
    } = {},
    options?: CallOptions,
  ): Listing<ListedTarget> {
    return this.#caller.list(`/integrations/${encodeURIComponent(integration)}/catalog`, query, options)
  }

  /**
   * Refresh: read them again.
   *
   * Needs a token that may write.
   */
  refreshCatalog(
    integration: string,
    options?: ChangeOptions,
  ): Promise<{
    catalog: {
      counts: { noun: string; count: number }[]
      fetched_at: string | null
      refreshing: boolean
      problem: string | null
    } | null
  }> {
    return this.#caller.call('POST', `/integrations/${encodeURIComponent(integration)}/catalog/refreshes`, {}, options)
  }

  /**
   * The log, newest first.
   *
   * Final entries in pages; what waits, 50 of it at most, comes with the first page.
   *
   * Needs a token that may read.
   */
  listEntries(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
      /** Part of a customer, product, rule, event, order or course. */
      search?: string
      trigger?: string
      integration?: string
      outcome?:
        | 'done'
        | 'nothing to do'
        | 'failed'
        | 'enrolled'
        | 'renewed'
        | 'already enrolled'
        | 'expired'
        | 'already expired'
        | 'kept'
        | 'superseded'
        | 'sent'
        | 'no rule'
        | 'no change'
        | 'not understood'
        | 'test order skipped'
        | 'no such customer'
        | 'administrator, left alone'
        | 'rule off'
        | 'unclear'
        | 'waiting'
        | 'rejected by Thinkific'
        | 'rejected by the receiver'
        | 'credentials rejected'
        | 'target missing'
        | 'given up'
      product?: string
      rule?: string
      /** When it became final or, while it waits, was received. Inclusive. */
      from?: string
      /** Exclusive. */
      until?: string
      /** Only what still needs a person. */
      open?: string
      /** Of what waits, only what is parked. */
      parked?: string
    } = {},
    options?: CallOptions,
  ): Listing<
    Entry,
    { items: Entry[]; next_cursor: string | null; found: number; waiting: Entry[]; waiting_found: number }
  > {
    return this.#caller.list('/entries', query, options)
  }

  /**
   * One entry, with what was asked and answered.
   *
   * An entry that another replaced answers with that one.
   *
   * Needs a token that may read.
   */
  getEntry(entry: string, options?: CallOptions): Promise<WholeEntry> {
    return this.#caller.call('GET', `/entries/${encodeURIComponent(entry)}`, {}, options)
  }

  /**
   * Run it again.
   *
   * Needs a token that may write.
   */
  retryEntry(entry: string, options?: ChangeOptions): Promise<Entry> {
    return this.#caller.call('POST', `/entries/${encodeURIComponent(entry)}/retries`, {}, options)
  }

  /**
   * Run its event against today’s rules.
   *
   * What is settled already is left alone.
   *
   * Needs a token that may write.
   */
  replayEntry(entry: string, options?: ChangeOptions): Promise<Entry> {
    return this.#caller.call('POST', `/entries/${encodeURIComponent(entry)}/replays`, {}, options)
  }

  /**
   * Close a failure that needs nothing more.
   *
   * Needs a token that may write.
   */
  ignoreEntry(entry: string, body: { note?: string }, options?: ChangeOptions): Promise<Entry> {
    return this.#caller.call('POST', `/entries/${encodeURIComponent(entry)}/dismissals`, { body }, options)
  }

  /**
   * End what waits.
   *
   * It can still be retried later.
   *
   * Needs a token that may write.
   */
  giveUpEntry(entry: string, options?: ChangeOptions): Promise<Entry> {
    return this.#caller.call('POST', `/entries/${encodeURIComponent(entry)}/endings`, {}, options)
  }

  /**
   * Retry, replay or ignore many.
   *
   * In the background; the job says how far it is.
   *
   * Needs a token that may write.
   */
  runEntries(
    body: {
      act: 'retry' | 'replay' | 'ignore'
      entries:
        | string[]
        | {
            search?: string
            trigger?: string
            integration?: string
            outcome?:
              | 'done'
              | 'nothing to do'
              | 'failed'
              | 'enrolled'
              | 'renewed'
              | 'already enrolled'
              | 'expired'
              | 'already expired'
              | 'kept'
              | 'superseded'
              | 'sent'
              | 'no rule'
              | 'no change'
              | 'not understood'
              | 'test order skipped'
              | 'no such customer'
              | 'administrator, left alone'
              | 'rule off'
              | 'unclear'
              | 'waiting'
              | 'rejected by Thinkific'
              | 'rejected by the receiver'
              | 'credentials rejected'
              | 'target missing'
              | 'given up'
            product?: string
            rule?: string
            from?: string
            until?: string
            open?: boolean
          }
      note?: string
    },
    options?: ChangeOptions,
  ): Promise<{ job: Job }> {
    return this.#caller.call('POST', '/entry-runs', { body }, options)
  }

  /**
   * Background work, running and recently ended.
   *
   * Needs a token that may read.
   */
  listJobs(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
    } = {},
    options?: CallOptions,
  ): Listing<Job> {
    return this.#caller.list('/jobs', query, options)
  }

  /**
   * One piece of work.
   *
   * Needs a token that may read.
   */
  getJob(job: string, options?: CallOptions): Promise<Job> {
    return this.#caller.call('GET', `/jobs/${encodeURIComponent(job)}`, {}, options)
  }

  /**
   * Pause it, let it go on, or cancel it.
   *
   * Needs a token that may write.
   */
  changeJob(job: string, body: { change: 'pause' | 'resume' | 'cancel' }, options?: ChangeOptions): Promise<Job> {
    return this.#caller.call('PATCH', `/jobs/${encodeURIComponent(job)}`, { body }, options)
  }

  /**
   * What needs a person, most urgent first.
   *
   * Needs a token that may read.
   */
  listCauses(options?: CallOptions): Listing<Cause, { items: Cause[]; next_cursor: string | null; unknown: string[] }> {
    return this.#caller.list('/attention', {}, options)
  }

  /**
   * Customers.
   *
   * Needs a token that may read.
   */
  listCustomers(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
      /** Part of an email or a name, or the beginning of an order’s id. */
      search?: string
      /** Only who an entry with this product named. */
      product?: string
    } = {},
    options?: CallOptions,
  ): Listing<ListedCustomer, { items: ListedCustomer[]; next_cursor: string | null; complete: boolean }> {
    return this.#caller.list('/customers', query, options)
  }

  /**
   * A customer’s events, their entries, and notes.
   *
   * Of someone unknown too: then it is empty.
   *
   * Needs a token that may read.
   */
  getCustomer(email: string, options?: CallOptions): Promise<Customer> {
    return this.#caller.call('GET', `/customers/${encodeURIComponent(email)}`, {}, options)
  }

  /**
   * What a customer may open, and why.
   *
   * Needs a token that may read.
   */
  getAccess(
    email: string,
    options?: CallOptions,
  ): Promise<{ items: Access[]; purchases: Purchase[]; complete: boolean }> {
    return this.#caller.call('GET', `/customers/${encodeURIComponent(email)}/access`, {}, options)
  }

  /**
   * Enroll now.
   *
   * Answers the entry that says what comes of it.
   *
   * Needs a token that may write.
   */
  enrollCustomer(
    email: string,
    body: {
      integration: string
      target: { kind: string; id: string }
      purchase?: { product: string; order?: string | null; subscription?: string | null }
    },
    options?: ChangeOptions,
  ): Promise<Entry> {
    return this.#caller.call('POST', `/customers/${encodeURIComponent(email)}/enrollments`, { body }, options)
  }

  /**
   * End access now.
   *
   * Whatever purchase gave it. Answers the entry that says what comes of it.
   *
   * Needs a token that may write.
   */
  endAccess(
    email: string,
    body: { integration: string; target: { kind: string; id: string } },
    options?: ChangeOptions,
  ): Promise<Entry> {
    return this.#caller.call('POST', `/customers/${encodeURIComponent(email)}/endings`, { body }, options)
  }

  /**
   * Correct a customer’s email.
   *
   * Moves what they bought, and their access where that is asked for.
   *
   * Needs a token that may write.
   */
  correctEmail(
    email: string,
    body: { to: string; moves_access?: boolean },
    options?: ChangeOptions,
  ): Promise<{ job: Job }> {
    return this.#caller.call('POST', `/customers/${encodeURIComponent(email)}/corrections`, { body }, options)
  }

  /**
   * Write a note.
   *
   * Needs a token that may write.
   */
  addNote(email: string, body: { text: string }, options?: ChangeOptions): Promise<Note> {
    return this.#caller.call('POST', `/customers/${encodeURIComponent(email)}/notes`, { body }, options)
  }

  /**
   * The last events received.
   *
   * Newest first, so many at most; the log goes further back.
   *
   * Needs a token that may read.
   */
  listEvents(
    query: {
      /** Items per page. */
      limit?: number
    } = {},
    options?: CallOptions,
  ): Listing<ReceivedEvent> {
    return this.#caller.list('/events', query, options)
  }

  /**
   * Report what happened, as a person.
   *
   * Worded as a standard sender would post it, and logged under the token’s name. A store posts to its webhook address instead.
   *
   * Needs a token that may write.
   */
  postEvent(
    body: {
      id?: string | number | null
      type:
        | 'product.purchased'
        | 'product.refunded'
        | 'product.partially_refunded'
        | 'subscription.canceled'
        | 'subscription.charged'
        | 'subscription.charge_failed'
        | 'subscription.delinquent'
        | 'subscription.recovered'
        | 'subscription.restarted'
        | 'subscription.completed'
        | 'product.disputed'
        | 'product.dispute_won'
        | 'product.refund_reversed'
        | 'subscription.paused'
        | 'subscription.expired'
        | 'subscription.resumed'
        | 'subscription.uncanceled'
      timestamp?: string | null
      data: {
        test?: boolean | null
        customer: { email: string; first_name?: string | null; last_name?: string | null; id?: string | number | null }
        order?: { id?: string | number | null } | null
        items: {
          product_id: string | number
          product_name?: string | number | null
          role?: 'primary' | 'upsell' | 'order_bump' | 'payment_option'
          subscription?: {
            id?: string | number | null
            failed_attempts?: number | null
            period_end?: string | null
          } | null
          payment?: { id?: string | number | null } | null
        }[]
        subscription?: {
          id?: string | number | null
          failed_attempts?: number | null
          period_end?: string | null
        } | null
        payment?: { id?: string | number | null } | null
        custom_fields?: Record<string, string | number | boolean | string[] | null> | null
      }
    },
    options?: ChangeOptions,
  ): Promise<{ event: string; ignored: string[] }> {
    return this.#caller.call('POST', '/events', { body }, options)
  }

  /**
   * Imports, by id.
   *
   * Needs a token that may read. For admins.
   */
  listImports(
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
    } = {},
    options?: CallOptions,
  ): Listing<Import> {
    return this.#caller.list('/imports', query, options)
  }

  /**
   * Upload a file.
   *
   * As multipart/form-data, in a part named file; 100 MB at most.
   *
   * Needs a token that may write. For admins.
   */
  uploadImport(file: Blob, options?: ChangeOptions): Promise<Import> {
    return this.#caller.call('POST', '/imports', { file }, options)
  }

  /**
   * One import.
   *
   * Needs a token that may read. For admins.
   */
  getImport(importId: string, options?: CallOptions): Promise<Import> {
    return this.#caller.call('GET', `/imports/${encodeURIComponent(importId)}`, {}, options)
  }

  /**
   * Delete the file and what was read from it.
   *
   * What was imported stays.
   *
   * Needs a token that may write. For admins.
   */
  deleteImport(importId: string, options?: ChangeOptions): Promise<void> {
    return this.#caller.call('DELETE', `/imports/${encodeURIComponent(importId)}`, {}, options)
  }

  /**
   * Say which column is what.
   *
   * Its rows are then read.
   *
   * Needs a token that may write. For admins.
   */
  mapImport(
    importId: string,
    body: {
      columns: Record<string, number>
      meaning?: 'purchase' | 'charge' | 'refund' | 'cancellation'
      date_style?: 'month first' | 'day first' | null
      product?: string | null
    },
    options?: ChangeOptions,
  ): Promise<{ job: Job }> {
    return this.#caller.call('PUT', `/imports/${encodeURIComponent(importId)}/mapping`, { body }, options)
  }

  /**
   * Say which orders are imported.
   *
   * Nothing is changed yet: `foreseen` then says what a run would do.
   *
   * Needs a token that may write. For admins.
   */
  chooseOrders(
    importId: string,
    body: { from?: string | null; until?: string | null; products: Record<string, string | null> },
    options?: ChangeOptions,
  ): Promise<{ job: Job }> {
    return this.#caller.call('PUT', `/imports/${encodeURIComponent(importId)}/choice`, { body }, options)
  }

  /**
   * Run it.
   *
   * Behind live events. The job can be paused and canceled.
   *
   * Needs a token that may write. For admins.
   */
  runImport(importId: string, options?: ChangeOptions): Promise<{ job: Job }> {
    return this.#caller.call('POST', `/imports/${encodeURIComponent(importId)}/runs`, {}, options)
  }

  /**
   * What each row would do, or did.
   *
   * Needs a token that may read. For admins.
   */
  listImportRows(
    importId: string,
    query: {
      /** Items per page. */
      limit?: number
      /** The `next_cursor` of the page before. */
      cursor?: string
      only?: 'wrong' | 'enroll' | 'already' | 'end' | 'sent' | 'unclear' | 'failed' | 'nothing' | 'known' | 'left out'
    } = {},
    options?: CallOptions,
  ): Listing<ImportRow> {
    return this.#caller.list(`/imports/${encodeURIComponent(importId)}/rows`, query, options)
  }

  /**
   * Export the configuration.
   *
   * The same configuration is always the same file.
   *
   * Needs a token that may read. For admins.
   */
  exportConfiguration(options?: CallOptions): Promise<Record<string, unknown>> {
    return this.#caller.call('GET', '/configuration', {}, options)
  }

  /**
   * What a configuration would change here.
   *
   * In sentences, and in the order in which the changes are made. Nothing is changed.
   *
   * Needs a token that may read. For admins.
   */
  compareConfiguration(
    body: { configuration: Record<string, unknown> },
    options?: ChangeOptions,
  ): Promise<{
    changes: ConfigurationChange[]
    removals: ConfigurationChange[]
    questions: { name: string; of: string; label: string; hint: string; secret: boolean }[]
    left_out: string[]
    stays: string[]
    stamp: string
  }> {
    return this.#caller.call('POST', '/configuration/comparisons', { body }, options)
  }

  /**
   * Apply a configuration.
   *
   * Makes what the comparison showed. `left` changes are for the next request with the same configuration. Applied again, it changes nothing. What stops midway keeps what was made, and its refusal has `secrets` as well.
   *
   * Needs a token that may write. For admins.
   */
  applyConfiguration(
    body: {
      configuration: Record<string, unknown>
      stamp?: string
      remove?: string[]
      answers?: Record<string, string>
    },
    options?: ChangeOptions,
  ): Promise<{ made: number; left: number; secrets: { of: string; title: string; hint: string; secret: string }[] }> {
    return this.#caller.call('POST', '/configuration/changes', { body }, options)
  }

  /**
   * Who would lose, regain or keep access if what a rule did were undone.
   *
   * Without `from` and `until`, all that it did so far. It may be a rule that was deleted.
   *
   * Needs a token that may read. For admins.
   */
  previewRuleUndo(
    rule: string,
    query: {
      /** The `next_cursor` of the page before. */
      cursor?: string
      /** Inclusive. */
      from?: string
      until?: string
    } = {},
    options?: CallOptions,
  ): Listing<
    UndoneCustomer,
    {
      items: UndoneCustomer[]
      next_cursor: string | null
      customers: number
      more: boolean
      entries: number
      waiting: number
      sent: number
      unreachable: number
    }
  > {
    return this.#caller.list(`/rules/${encodeURIComponent(rule)}/undos/preview`, query, options)
  }

  /**
   * Undo what a rule did.
   *
   * The rule stays as it is: change it or switch it off first, or it goes on as before.
   *
   * Needs a token that may write. For admins.
   */
  undoRule(rule: string, body: { from?: string; until?: string }, options?: ChangeOptions): Promise<{ job: Job }> {
    return this.#caller.call('POST', `/rules/${encodeURIComponent(rule)}/undos`, { body }, options)
  }

  /**
   * What undoing one entry would change.
   *
   * Needs a token that may read. For admins.
   */
  previewEntryUndo(
    entry: string,
    options?: CallOptions,
  ): Listing<
    UndoneCustomer,
    {
      items: UndoneCustomer[]
      next_cursor: string | null
      customers: number
      more: boolean
      entries: number
      waiting: number
      sent: number
      unreachable: number
    }
  > {
    return this.#caller.list(`/entries/${encodeURIComponent(entry)}/undos/preview`, {}, options)
  }

  /**
   * Undo one entry.
   *
   * Answers with the entry of the undo.
   *
   * Needs a token that may write. For admins.
   */
  undoEntry(entry: string, options?: ChangeOptions): Promise<Entry> {
    return this.#caller.call('POST', `/entries/${encodeURIComponent(entry)}/undos`, {}, options)
  }

  /**
   * Who would lose, regain or keep access if what an import’s orders did were undone.
   *
   * Needs a token that may read. For admins.
   */
  previewImportUndo(
    importId: string,
    query: {
      /** The `next_cursor` of the page before. */
      cursor?: string
    } = {},
    options?: CallOptions,
  ): Listing<
    UndoneCustomer,
    {
      items: UndoneCustomer[]
      next_cursor: string | null
      customers: number
      more: boolean
      entries: number
      waiting: number
      sent: number
      unreachable: number
    }
  > {
    return this.#caller.list(`/imports/${encodeURIComponent(importId)}/undos/preview`, query, options)
  }

  /**
   * Undo what an import’s orders did.
   *
   * They stay known as bought.
   *
   * Needs a token that may write. For admins.
   */
  undoImport(importId: string, options?: ChangeOptions): Promise<{ job: Job }> {
    return this.#caller.call('POST', `/imports/${encodeURIComponent(importId)}/undos`, {}, options)
  }

  /**
   * Whose access a rule would end for refunds and cancellations before it.
   *
   * Needs a token that may read. For admins.
   */
  previewPastEndings(
    rule: string,
    options?: CallOptions,
  ): Promise<{
    customers: number
    more: boolean
    ends: {
      email: string
      order: string | null
      product: string
      at: string
      outcome:
        | 'enrolled'
        | 'renewed'
        | 'already enrolled'
        | 'expired'
        | 'already expired'
        | 'kept'
        | 'superseded'
        | 'sent'
        | 'no rule'
        | 'no change'
        | 'not understood'
        | 'test order skipped'
        | 'no such customer'
        | 'administrator, left alone'
        | 'rule off'
        | 'unclear'
        | 'waiting'
        | 'rejected by Thinkific'
        | 'rejected by the receiver'
        | 'credentials rejected'
        | 'target missing'
        | 'given up'
        | null
      sentence: string
    }[]
    keeps: {
      email: string
      order: string | null
      product: string
      at: string
      outcome:
        | 'enrolled'
        | 'renewed'
        | 'already enrolled'
        | 'expired'
        | 'already expired'
        | 'kept'
        | 'superseded'
        | 'sent'
        | 'no rule'
        | 'no change'
        | 'not understood'
        | 'test order skipped'
        | 'no such customer'
        | 'administrator, left alone'
        | 'rule off'
        | 'unclear'
        | 'waiting'
        | 'rejected by Thinkific'
        | 'rejected by the receiver'
        | 'credentials rejected'
        | 'target missing'
        | 'given up'
        | null
      sentence: string
    }[]
  }> {
    return this.#caller.call('GET', `/rules/${encodeURIComponent(rule)}/past-endings`, {}, options)
  }

  /**
   * Run a rule that ends access for what ended before it.
   *
   * Needs a token that may write. For admins.
   */
  applyToPastEndings(rule: string, options?: ChangeOptions): Promise<{ job: Job }> {
    return this.#caller.call('POST', `/rules/${encodeURIComponent(rule)}/past-endings`, {}, options)
  }

  /**
   * State and differences of an integration.
   *
   * By group, the first 100 of each; the others follow once those are settled.
   *
   * Needs a token that may read.
   */
  listDifferences(
    integration: string,
    options?: CallOptions,
  ): Promise<{
    state: ReconcileState
    count: number
    groups: {
      kind: 'missing' | 'unexplained' | 'date'
      guess:
        | 'no enrollment'
        | 'ended there'
        | 'preview only'
        | 'ended here'
        | 'from before'
        | 'given there'
        | 'of a stranger'
        | 'date moved'
      count: number
      differences: Difference[]
    }[]
  }> {
    return this.#caller.call('GET', `/integrations/${encodeURIComponent(integration)}/differences`, {}, options)
  }

  /**
   * Compare now.
   *
   * While one runs, it is that one.
   *
   * Needs a token that may write.
   */
  startReconcile(integration: string, options?: ChangeOptions): Promise<{ job: Job }> {
    return this.#caller.call('POST', `/integrations/${encodeURIComponent(integration)}/reconciliations`, {}, options)
  }

  /**
   * Compare weekly, or only when asked.
   *
   * Needs a token that may write. For admins.
   */
  changeReconcileSchedule(
    integration: string,
    body: { weekly: boolean },
    options?: ChangeOptions,
  ): Promise<ReconcileState> {
    return this.#caller.call(
      'PUT',
      `/integrations/${encodeURIComponent(integration)}/reconciliations/schedule`,
      { body },
      options,
    )
  }

  /**
   * Settle differences.
   *
   * Each is looked at on the site again first, and becomes an entry.
   *
   * Needs a token that may write. For admins.
   */
  fixDifferences(
    integration: string,
    body: {
      fix: 'ours' | 'theirs' | 'leave'
      differences:
        | string[]
        | {
            kind: 'missing' | 'unexplained' | 'date'
            guess:
              | 'no enrollment'
              | 'ended there'
              | 'preview only'
              | 'ended here'
              | 'from before'
              | 'given there'
              | 'of a stranger'
              | 'date moved'
          }
    },
    options?: ChangeOptions,
  ): Promise<{ job: Job }> {
    return this.#caller.call(
      'POST',
      `/integrations/${encodeURIComponent(integration)}/differences/fixes`,
      { body },
      options,
    )
  }
}
