import { html } from 'hono/html'
import { FAULT_KINDS, type Fault } from './faults.ts'
import { choice, type Html } from './page-parts.ts'

const METHODS = ['GET', 'POST', 'PUT', 'DELETE']

/** Faults in force, and the forms that add one or switch an outage on and off. */
export function faultsPart(faults: Fault[], subdomains: string[]): Html {
  const site = choice('Site', 'site', subdomains, undefined, 'all')
  return html`<section id="faults">
    <h2>Faults</h2>
    ${faults.length === 0 ? html`<p class="quiet">None in force.</p>` : ''} ${faults.map(faultInForce)}
    <h3>Spoil the next calls</h3>
    <form method="post" action="/simulator/faults">
      ${choice('Kind', 'kind', FAULT_KINDS)} ${site} ${choice('Method', 'method', METHODS, undefined, 'any')}
      <label>Path (regular expression) <input name="path" placeholder="^/enrollments" /></label>
      <label>Times <input name="times" type="number" min="1" value="1" /></label>
      <label>Milliseconds late (slow) <input name="ms" type="number" min="0" value="1000" /></label>
      ${choice('Takes effect first', 'effect', ['yes', 'no'], undefined, 'as usual for its kind')}
      <button>Add fault</button>
    </form>
    <h3>Outage</h3>
    <form method="post" action="/simulator/outage">
      ${choice('Kind', 'kind', FAULT_KINDS, '522')} ${site}
      <button name="on" value="yes">Start outage</button> <button name="on" value="no">End outage</button>
    </form>
  </section>`
}

function faultInForce(fault: Fault): Html {
  return html`<form method="post" action="/simulator/faults/${encodeURIComponent(fault.id)}/removal">
    <span><b class="bad">${fault.kind}</b> ${fault.about}, ${times(fault)}${fault.effect ? ', after it took effect' : ''}</span>
    <button>Remove</button>
  </form>`
}

function times({ times: left }: Fault): string {
  if (left === Number.POSITIVE_INFINITY) {
    return 'until switched off'
  }
  return left === 1 ? 'once more' : `${left} times more`
}
