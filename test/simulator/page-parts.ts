import { html } from 'hono/html'

export type Html = ReturnType<typeof html>

/** A time, to the second, in UTC: what Thinkific counts in. */
export function moment(at: number): Html {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

/** A labelled choice; `chosen` is preselected. */
export function choice(label: string, name: string, options: readonly string[], chosen?: string, any?: string): Html {
  return html`<label>
    ${label}
    <select name="${name}">
      ${any === undefined ? '' : html`<option value="">${any}</option>`}
      ${options.map((option) => html`<option ${option === chosen ? 'selected' : ''}>${option}</option>`)}
    </select>
  </label>`
}

/** A table that scrolls on a narrow screen without its page. */
export function table(label: string, head: string[], rows: Html[]): Html {
  return html`<div class="scroll">
    <table aria-label="${label}">
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}
