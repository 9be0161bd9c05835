/** The account pages on a site of their own, and people who visit it with a browser's cookies. */

import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { Hono } from 'hono'
import { vi } from 'vitest'
import { newAccount, newMarketplace } from '../../../src/accounts/new-account'
import type { Env } from '../../../src/env'
import { accountPages, teamPages } from '../../../src/web/accounts/pages'
import type { Web } from '../../../src/web/http/context'
import { readFlash } from '../../../src/web/http/flash'
import { limitFormSize } from '../../../src/web/security/form-limit'
import { requireMember, requirePerson } from '../../../src/web/security/guard'
import { setNoStore, setSecurityHeaders } from '../../../src/web/security/headers'
import { requireReadiness } from '../../../src/web/security/readiness'
import { requireSameOrigin } from '../../../src/web/security/same-origin'

export const ORIGIN = 'https://enrollwire.test'
export const PASSWORD = 'correct horse battery'

export const site = new Hono<Web>()
  .use(setSecurityHeaders, setNoStore, requireReadiness, requireSameOrigin, limitFormSize, readFlash)
  .use('/m/:marketplace/*', requirePerson, requireMember)
  .route('/', accountPages)
  .get('/m/:marketplace/overview', (c) => c.text(`overview of ${c.var.member.marketplace.name}`))
  .route('/m/:marketplace', teamPages)
  .notFound((c) => c.text('There is no such page.', 404))

export class Visitor {
  readonly jar = new Map<string, string>()
  readonly address: string
  readonly settings: Partial<Env>

  /** Everyone comes from an address of their own, so that one's tries do not shut another's door. */
  constructor(settings: Partial<Env> = {}, address = `203.0.113.${Math.floor(Math.random() * 1e9)}`) {
    this.settings = settings
    this.address = address
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers })
  }

  post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: ORIGIN, ...headers },
    })
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      'cf-connecting-ip': this.address,
      'user-agent': 'Firefox/140 (X11; Linux)',
      cookie,
      ...init.headers,
    }
    const context = createExecutionContext()
    const response = await site.request(`${ORIGIN}${path}`, { ...init, headers }, { ...env, ...this.settings }, context)
    await waitOnExecutionContext(context)
    for (const line of response.headers.getSetCookie()) {
      this.#keep(line)
    }
    return response
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0/i.test(line)) {
      this.jar.delete(name)
    } else {
      this.jar.set(name, value)
    }
  }
}

/** A deployment that mails, and what it sent. */
export function mailer() {
  const send = vi.fn(async (_: { to: string; text: string }) => ({ messageId: '1' }))
  const settings = { MAILER: { send } as unknown as SendEmail, MAIL_FROM: 'enrollwire@example.com', PUBLIC_URL: ORIGIN }
  return { send, settings, firstToken: () => /token=(\w+)/.exec(send.mock.calls[0]?.[0].text ?? '')?.[1] ?? '' }
}

/** Where an answer sends its visitor. */
export function redirectOf(response: Response): string {
  return response.headers.get('location') ?? `nowhere (${response.status})`
}

/** An unproven account with a marketplace of its own, whose id this is. */
export async function openShop(person: { name: string; email: string; password: string }, name: string) {
  const db = drizzle(env.DB)
  const account = await newAccount(db, { ...person, proven: false })
  const { id, statements } = newMarketplace(db, account.person, { name, zone: null }, account.made)
  await db.batch([...account.statements, ...statements])
  return id
}

/** A person with an account and a marketplace, signed in; the marketplace's id. */
export async function merchant(name: string): Promise<{ visitor: Visitor; marketplace: string; email: string }> {
  const visitor = new Visitor({ SIGN_UP: 'open' })
  const email = `${name}@example.com`
  const marketplace = await openShop({ name, email, password: PASSWORD }, `${name}’s shop`)
  await visitor.post('/sign-in', { email, password: PASSWORD })
  return { visitor, marketplace, email }
}
