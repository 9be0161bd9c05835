/** A merchant without a browser: keeps cookies, follows redirects, sends the product's own forms. */

export interface Page {
  url: URL
  status: number
  text: string
}

const MOST_REDIRECTS = 5
/** A connection that rested is closed by the server, perhaps while the next form is sent over it, and no form is sent twice. */
export const CLOSE = 'close'

export class Visitor {
  #cookies = new Map<string, string>()
  #address: string

  constructor(address: string) {
    this.#address = address
  }

  get(path: string): Promise<Page> {
    return this.#follow(path, { method: 'GET' })
  }

  /** Sends a form and follows where it leads; throws with the page's own error text when it is refused. */
  async submit(path: string, fields: Record<string, string>): Promise<Page> {
    return accepted(path, await this.#follow(path, this.#form(fields)))
  }

  /** The same without opening the page it leads to. */
  async send(path: string, fields: Record<string, string>): Promise<void> {
    accepted(path, await this.#follow(path, this.#form(fields), 0))
  }

  /** Posts a file, after the fields of its form. */
  async upload(path: string, fields: Record<string, string>, file: { name: string; text: string }): Promise<void> {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) {
      body.set(name, value)
    }
    body.set('file', new Blob([file.text], { type: 'text/csv' }), file.name)
    accepted(path, await this.#follow(path, { method: 'POST', headers: { origin: this.#address }, body }, 0))
  }

  #form(fields: Record<string, string>): RequestInit {
    return {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.#address },
      body: new URLSearchParams(fields).toString(),
    }
  }

  async #follow(path: string, init: RequestInit, mostRedirects = MOST_REDIRECTS): Promise<Page> {
    let url = new URL(path, this.#address)
    let request = init
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const headers = new Headers(request.headers)
      headers.set('connection', CLOSE)
      headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      const response = await fetch(url, { ...request, headers, redirect: 'manual' })
      for (const cookie of response.headers.getSetCookie()) {
        this.#keep(cookie)
      }
      const location = response.headers.get('location')
      if (response.status < 300 || response.status >= 400 || !location || hop === mostRedirects) {
        return { url, status: response.status, text: await response.text() }
      }
      await response.arrayBuffer()
      url = new URL(location, url)
      request = { method: 'GET' }
    }
    throw new Error(`${path} redirects without end`)
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';')
    const at = pair.indexOf('=')
    const gone = /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)
    if (gone) {
      this.#cookies.delete(pair.slice(0, at))
    } else {
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
}

function accepted(path: string, page: Page): Page {
  if (page.status >= 400) {
    throw new Error(`${path} answered ${page.status}: ${words(page.text).slice(0, 600)}`)
  }
  return page
}

function words(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
