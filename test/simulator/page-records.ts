import { html } from 'hono/html'
import type { Call } from './calls.ts'
import type { Email } from './emails.ts'
import { type Html, moment, table } from './page-parts.ts'

/** Calls, and e-mails, shown, newest first. */
const SHOWN = 50

/** The last calls and what each changed. */
export function callsPart(calls: Call[], total: number): Html {
  const shown = calls.slice(-SHOWN).reverse()
  const rows = shown.map(
    (call) =>
      html`<tr>
        <td>${moment(call.at)}</td>
        <td>${call.site || '(no site)'}</td>
        <td class="${isFine(call) ? 'full' : 'bad'}">${statusWords(call)}</td>
        <td>
          <code>${call.method} ${call.path}</code>
          ${call.body === null ? '' : html`<div class="quiet"><code>${JSON.stringify(call.body)}</code></div>`}
        </td>
        <td>${call.effect ?? ''} ${call.fault === null ? '' : html`<div class="bad">fault: ${call.fault}</div>`}</td>
      </tr>`,
  )
  return html`<section id="calls">
    <h2>Calls</h2>
    <p class="quiet">${total === 0 ? 'None yet.' : `The last ${shown.length} of ${total}.`}</p>
    ${table('Calls', ['When', 'Site', 'Answer', 'Call', 'What it changed'], rows)}
  </section>`
}

/** The last e-mails that would have gone out. */
export function emailsPart(emails: Email[]): Html {
  const shown = emails.slice(-SHOWN).reverse()
  const rows = shown.map(
    (email) =>
      html`<tr>
        <td>${moment(email.at)}</td>
        <td>${email.site}</td>
        <td>${email.to}</td>
        <td>${email.kind}: ${email.about}</td>
        <td class="quiet">${email.expressSignIn ? 'with a sign-in link' : ''}</td>
      </tr>`,
  )
  return html`<section id="emails">
    <h2>E-mails that would have gone out</h2>
    <p class="quiet">${emails.length === 0 ? 'None yet.' : `The last ${shown.length} of ${emails.length}.`}</p>
    ${table('E-mails', ['When', 'Site', 'To', 'What', 'Sign-in'], rows)}
  </section>`
}

function isFine({ status }: Call): boolean {
  return status !== null && status >= 200 && status < 300
}

function statusWords({ status }: Call): string {
  if (status === null) {
    return 'under way'
  }
  return status === 0 ? 'no answer' : String(status)
}
