import { html, raw } from 'hono/html'
import { faultsPart } from './page-faults.ts'
import { type Html, moment } from './page-parts.ts'
import { callsPart, emailsPart } from './page-records.ts'
import { sitePart } from './page-site.ts'
import { PAGE_STYLE } from './page-style.ts'
import type { Simulator } from './simulator.ts'

/**
 * The whole simulated Thinkific on one page, for people. Every form posts and comes back here.
 * Templates and not JSX, since Node runs them without a build.
 */
export function simulatorPage(simulator: Simulator): Html {
  const owners = simulator.sites()
  const subdomains = owners.map(({ subdomain }) => subdomain)
  const now = simulator.world.now()
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Thinkific, simulated</title>
        <style>
          ${raw(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <header>
          <h1>Thinkific, simulated</h1>
          <p>
            It answers at <code>/api/public/v1</code> as the real one does. Nothing here leaves this machine.
            <span class="quiet">As of ${moment(now)}.</span>
          </p>
          <nav>
            ${subdomains.map((subdomain) => html`<a href="#${subdomain}">${subdomain}</a>`)}
            <a href="#calls">Calls</a> <a href="#emails">E-mails</a> <a href="#faults">Faults</a> <a href="/receiver">A receiver</a>
          </nav>
        </header>
        <main>
          ${owners.map(({ data }) => sitePart(data, now))} ${callsPart(simulator.calls, simulator.counts().total)}
          ${emailsPart(simulator.emails)} ${faultsPart(simulator.faults.list, subdomains)}
          <form method="post" action="/simulator/reset"><button>Start over with the demo sites</button></form>
        </main>
      </body>
    </html>`
}
