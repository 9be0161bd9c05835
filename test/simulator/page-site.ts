import { html } from 'hono/html'
import { type Access, accessOf } from './access.ts'
import { rowsOf } from './lookup.ts'
import { choice, type Html, moment, table } from './page-parts.ts'
import { fullName } from './people-rows.ts'
import type { Site, User } from './site.ts'
import { CHOICES, DELAYS } from './switches.ts'

/** Users shown, newest first. */
const USERS_SHOWN = 100
/** Courses, and bundles, shown. */
const CATALOG_SHOWN = 60

/** One site: who is in what, what there is, and its switches. */
export function sitePart(site: Site, now: number): Html {
  const users = [...site.users.values()].reverse()
  const rows = users.slice(0, USERS_SHOWN).map((user) => userRow(site, user, now))
  const token = site.accessToken ? html`, access token <code>${site.accessToken.value}</code>` : ''
  return html`<section id="${site.subdomain}">
    <h2>${site.subdomain}.thinkific.com</h2>
    <p class="quiet">
      API key <code>${site.apiKey}</code>${token}, ${site.requestsPerMinute} requests a minute, ${site.plan} plan
    </p>
    <h3>Who is enrolled in what</h3>
    ${table(`Users of ${site.subdomain}`, ['User', 'Bundles', 'Courses'], rows)}
    <p class="quiet">${rows.length} of ${users.length} users, the newest first.</p>
    ${catalogDetails(site)} ${switchesForm(site)}
  </section>`
}

function userRow(site: Site, user: User, now: number): Html {
  const bundles = rowsOf(site.bundleEnrollments, user.id)
  const names = bundles.map((row) => site.bundles.get(row.bundleId)?.name ?? '(deleted)')
  const fields = user.fields.map(
    ({ definitionId, value }) => html`<div>${site.profileFields.get(definitionId)?.label}: ${value}</div>`,
  )
  return html`<tr>
    <th scope="row">
      ${fullName(user) || user.email}
      <div class="quiet">${user.email} · ${user.id} ${user.roles.join(', ')} ${fields}</div>
    </th>
    <td>${names.join(', ')}</td>
    <td>
      <ul>
        ${accessOf(site, user.id, now).map(accessItem)}
      </ul>
    </td>
  </tr>`
}

function accessItem({ state, course, until }: Access): Html {
  const end = until === null ? 'for ever' : html`until ${moment(until)}`
  return html`<li><span class="state ${state}">${state}</span> ${course} <span class="quiet">${end}</span></li>`
}

function catalogDetails(site: Site): Html {
  const note = (productId: number) => {
    const product = site.products.get(productId)
    return `${product?.status === 'draft' ? 'draft ' : ''}${product?.private ? 'private' : ''}`
  }
  const item = (id: number, name: string, about: string) =>
    html`<li>${id} ${name} <span class="quiet">${about}</span></li>`
  const courses = [...site.courses.values()].slice(0, CATALOG_SHOWN)
  const bundles = [...site.bundles.values()].slice(0, CATALOG_SHOWN)
  const fields = [...site.profileFields.values()]
  return html`<details>
    <summary>
      ${site.courses.size} courses, ${site.bundles.size} bundles, ${site.profileFields.size} sign-up fields
    </summary>
    <ul>
      ${courses.map(({ id, name, productId }) => item(id, name, note(productId)))}
      ${bundles.map(({ id, name, courseIds }) => item(id, name, `bundle of ${courseIds.join(', ')}`))}
      ${fields.map(({ id, label, fieldType, required }) => item(id, label, `${fieldType}${required ? ', required' : ''}`))}
    </ul>
  </details>`
}

function switchesForm(site: Site): Html {
  const values: Record<string, string | number> = site.switches
  return html`<details>
    <summary>Switches: what is undocumented about Thinkific</summary>
    <form method="post" action="/simulator/sites/${site.subdomain}/switches">
      ${Object.entries(CHOICES).map(([name, choices]) => choice(name, name, choices, String(values[name])))}
      ${Object.keys(DELAYS).map(
        (name) => html`<label>${name} <input type="number" name="${name}" min="0" value="${values[name]}" /></label>`,
      )}
      <button>Set switches</button>
    </form>
  </details>`
}
