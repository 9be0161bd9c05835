/**
 * A receiver of posts and mail, beside the simulated Thinkific: takes posts of Notify URLs and alerts at `/receiver` and mail at
 * `/receiver/mail`, and shows there what arrived and whether its signature holds. In memory. Templates and not JSX, since Node runs them without a build.
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
}

export function receiverOf(now: () => number): Hono {
  const app = new Hono()
  const received: Received[] = []
  let secret: string | null = null

  app.get('/', (c) => c.html(receiverPage(received, secret !== null)))
  app.post('/', async (c) => {
    const body = await c.req.text()
    const id = c.req.header('webhook-id') ?? ''
    const again = id !== '' && received.some((post) => post.id === id)
    received.unshift({ at: now(), id, type: readType(body), body, holds: verify(secret, body, c.req.header()), again })
    received.splice(KEPT)
    return c.json({ received: id })
  })
  app.post('/mail', async (c) => {
    const { to, subject, text } = await c.req.json()
    const mail = { at: now(), id: '', type: `mail to ${to}`, body: `${subject}\n${text}`, holds: null, again: false }
    received.unshift(mail)
    received.splice(KEPT)
    return c.json({ received: true })
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

function rowOf({ at, type, holds, id, again, body }: Received): Html {
  return html`<tr>
    <td>${moment(at)}</td>
    <td>${type}</td>
    <td>${nameSignature(id, holds)}</td>
    <td>${id}${again ? ' (again)' : ''}</td>
    <td><code>${body}</code></td>
  </tr>`
}

/** Chat messages are not signed, and have no id. */
function nameSignature(id: string, holds: boolean | null): string {
  if (id === '') {
    return 'not signed'
  }
  return holds === null ? 'not verified' : holds ? 'holds' : 'does not hold'
}
