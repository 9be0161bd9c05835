/** A visitor with a browser's cookies on the whole app. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { app } from '../../../src/web/app'

export const ORIGIN = 'https://enrollwire.test'
export const PASSWORD = 'correct horse battery'
/** One object for all requests: better-auth is kept by it. */
export const settings = { ...env, SIGN_UP: 'open' as const }

export interface Answer {
  status: number
  headers: Headers
  text: string
}

export class Visitor {
  readonly #jar = new Map<string, string>()
  // One's tries at a door must not shut it for another.
  readonly #address = crypto.randomUUID()

  get(path: string): Promise<Answer> {
    return this.ask('GET', path)
  }

  post(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.ask('POST', path, fields)
  }

  /** @param fields a form's, or a whole body */
  async ask(
    method: string,
    path: string,
    fields: Record<string, string> | FormData | URLSearchParams = {},
    bindings: typeof settings = settings,
  ): Promise<Answer> {
    const context = createExecutionContext()
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin: ORIGIN, 'cf-connecting-ip': this.#address }
    const form = fields instanceof FormData ? fields : new URLSearchParams(fields)
    const body = method === 'GET' ? null : form
    const answer = await app.request(`${ORIGIN}${path}`, { method, headers, body }, bindings, context)
    const text = await answer.text()
    await waitOnExecutionContext(context)
    for (const line of answer.headers.getSetCookie()) {
      this.#keep(line)
    }
    return { status: answer.status, headers: answer.headers, text }
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0/i.test(line)) {
      this.#jar.delete(name)
    } else {
      this.#jar.set(name, value)
    }
  }
}

/** Where an answer sends its visitor. */
export function goesTo(answer: Answer): string {
  return answer.headers.get('location') ?? `nowhere (${answer.status})`
}
