/**
 * A receiver of posts and mail, beside the simulated Thinkific: takes posts of Notify URLs and alerts at `/receiver` and mail at
 * `/receiver/mail`, and shows there what arrived, whether its signature holds, and a mail as its client would. In memory. Templates and not JSX, since Node runs them without a build.
 */
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { Webhook } from 'standardwebhooks'
import { type Html, moment, table } from './page-parts.ts'
import { PAGE_STYLE } from './page-style.ts'

const KEPT = 50

interface Received {
  at: number
  id: string
  type: string
  body: string
  /** Null before the receiver was given a secret. */
  holds: boolean | null
  /** Its id came before. */
  again: boolean
  mail: { id: string; html: string } | null
}

/** A mail is anyone's HTML: no script, nothing from elsewhere, and an origin of its own. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"

export function receiverOf(now: () => number): Hono {
  const app = new Hono()
  const received: Received[] = []
  let secret: string | null = null
  let mails = 0

  app.get('/', (c) => c.html(receiverPage(received, secret !== null)))
  app.post('/', async (c) => {
    const body = await c.req.text()
    const id = c.req.header('webhook-id') ?? ''
    const again = id !== '' && received.some((post) => post.id === id)
    const holds = verify(secret, body, c.req.header())
    received.unshift({ at: now(), id, type: readType(body), body, holds, again, mail: null })
    received.splice(KEPT)
    return c.json({ received: id })
  })
  app.post('/mail', async (c) => {
    const { to, subject, text, html: page } = await c.req.json()
    mails += 1
    const mail = typeof page === 'string' ? { id: String(mails), html: page } : null
    const [type, body] = [`mail to ${to}`, `${subject}\n${text}`]
    received.unshift({ at: now(), id: '', type, body, holds: null, again: false, mail })
    received.splice(KEPT)
    return c.json({ received: true, at: mail && mailAddress(mail) })
  })
  app.get('/mails/:id', (c) => {
    const found = received.find(({ mail }) => mail?.id === c.req.param('id'))
    const headers = { 'content-security-policy': MAIL_POLICY, 'x-content-type-options': 'nosniff' }
    return found?.mail ? c.html(found.mail.html, 200, headers) : c.notFound()
  })
  app.post('/secret', async (c) => {
    const given = (await c.req.parseBody()).secret
    secret = typeof given === 'string' && given.trim() !== '' ? given.trim() : null
    for (const post of received) {
      post.holds = null
    }
    return c.redirect('/receiver')
  })
  return app
}

function mailAddress({ id }: { id: string }): string {
  return `/receiver/mails/${id}`
}

function verify(secret: string | null, body: string, headers: Record<string, string>): boolean | null {
  if (secret === null) {
    return null
  }
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false
  }
}

function readType(body: string): string {
  try {
    const { type, text } = JSON.parse(body)
    return String(type ?? (text === undefined ? 'unknown' : 'chat message'))
  } catch {
    return 'not JSON'
  }
}

function receiverPage(received: Received[], hasSecret: boolean): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>A receiver</title>
        <style>
          ${raw(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>A receiver</h1>
          <p>
            Posts to <code>/receiver</code> arrive here, and mail of the demo.
            ${hasSecret ? 'It verifies them with the secret it was given.' : 'It has no secret yet, so it verifies nothing.'}
          </p>
          <nav><a href="/">Thinkific, simulated</a></nav>
        </header>
        <main>
          <form method="post" action="/receiver/secret">
            <label>Signing secret <input name="secret" autocomplete="off" /></label>
            <button>Verify with it</button>
          </form>
          ${received.length === 0 ? html`<p>Nothing arrived yet.</p>` : table('What arrived', HEADS, received.map(rowOf))}
        </main>
      </body>
    </html>`
}

const HEADS = ['When', 'What', 'Signature', 'webhook-id', 'Body']

function rowOf({ at, type, holds, id, again, body, mail }: Received): Html {
  return html`<tr>
    <td>${moment(at)}</td>
    <td>${type}</td>
    <td>${nameSignature(id, holds)}</td>
    <td>${id}${again ? ' (again)' : ''}</td>
    <td>${mail && html`<a href="${mailAddress(mail)}">Open the mail</a><br />`}<code>${body}</code></td>
  </tr>`
}

/** Chat messages are not signed, and have no id. */
function nameSignature(id: string, holds: boolean | null): string {
  if (id === '') {
    return 'not signed'
  }
  return holds === null ? 'not verified' : holds ? 'holds' : 'does not hold'
}
