/** A program with a token of a marketplace of its own. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createToken } from '../../src/accounts/api-token-commands'
import type { TokenScope } from '../../src/accounts/api-tokens'
import type { Author } from '../../src/accounts/audit-line'
import { api } from '../../src/api'
import type { Env } from '../../src/env'
import { openShop } from '../web/accounts/visitor'

export const ORIGIN = 'https://enrollwire.test'

export interface ApiReply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API says, for a test to look into
  body: any
}

export class Client {
  readonly marketplace: string
  readonly author: Author
  readonly secret: string

  constructor(author: Author, secret: string) {
    this.marketplace = author.marketplace
    this.author = author
    this.secret = secret
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ApiReply> {
    return this.ask('GET', path, undefined, headers)
  }

  post(path: string, body: unknown = undefined, headers: Record<string, string> = {}): Promise<ApiReply> {
    return this.ask('POST', path, body, headers)
  }

  async ask(
    method: string,
    path: string,
    body: unknown = undefined,
    headers: Record<string, string> = {},
    bindings: Env = env,
  ): Promise<ApiReply> {
    const isForm = body instanceof FormData
    const json: Record<string, string> = body === undefined || isForm ? {} : { 'content-type': 'application/json' }
    const context = createExecutionContext()
    const response = await api.request(
      `${ORIGIN}/api/v1${path}`,
      {
        method,
        headers: { authorization: `Bearer ${this.secret}`, ...json, ...headers },
        body: typeof body === 'string' || isForm || body === undefined ? (body ?? null) : JSON.stringify(body),
      },
      bindings,
      context,
    )
    const text = await response.text()
    await waitOnExecutionContext(context)
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }

  upload(path: string, form: FormData): Promise<ApiReply> {
    return this.ask('POST', path, form)
  }

  /** As `ask`, with the token revoked once it was found good. */
  revokedMidway(method: string, path: string, body?: unknown): Promise<ApiReply> {
    const journals = new Proxy(env.JOURNAL, {
      get: (target, name) =>
        name === 'getByName'
          ? (id: string) => {
              const stub = target.getByName(id)
              return new Proxy(stub, {
                get: (journal, method) =>
                  method === 'admitApiRequest'
                    ? async (request: Parameters<typeof stub.admitApiRequest>[0]) => {
                        await env.DB.prepare('DELETE FROM api_tokens WHERE id = ?').bind(request.token).run()
                        return stub.admitApiRequest(request)
                      }
                    : Reflect.get(journal, method),
              })
            }
          : Reflect.get(target, name),
    })
    return this.ask(method, path, body, {}, { ...env, JOURNAL: journals })
  }

  /** Another token of the same marketplace. */
  async with(scope: TokenScope): Promise<Client> {
    return new Client(this.author, await makeToken(this.author, scope))
  }
}

/** An admin with a marketplace of their own, and a token of it. */
export async function newClient(word: string, scope: TokenScope = 'write'): Promise<Client> {
  const email = `${word}@example.com`
  const marketplace = await openShop({ name: word, email, password: 'correct horse battery' }, `${word}’s shop`)
  const person = await env.DB.prepare('SELECT id, name, email FROM people WHERE email = ?')
    .bind(email)
    .first<Author['person']>()
  const author = { marketplace, person: person ?? { id: '', name: '', email } }
  return new Client(author, await makeToken(author, scope))
}

async function makeToken(author: Author, scope: TokenScope, name: string = scope): Promise<string> {
  const made = await createToken(env, author, { id: crypto.randomUUID(), name, scope, days: null })
  return made.ok ? made.secret : ''
}

/** A program with a token of the first admin of a marketplace. */
export async function clientOf(
  marketplace: string,
  scope: TokenScope = 'write',
  name: string = scope,
): Promise<Client> {
  const person = await env.DB.prepare(
    `SELECT people.id, name, email FROM people JOIN members ON members.person = people.id
     WHERE marketplace = ? AND role = 'admin' ORDER BY members.created_at LIMIT 1`,
  )
    .bind(marketplace)
    .first<Author['person']>()
  const author = { marketplace, person: person ?? { id: '', name: '', email: '' } }
  return new Client(author, await makeToken(author, scope, name))
}
