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

interface Problem {
  type: string
  title: string
  status: number
  detail: string
  errors?: { path: string; message: string }[]
}
