/** A person with a browser on the whole Worker. */
import { exports } from 'cloudflare:workers'

export const ORIGIN = 'https://enrollwire.test'
export const PASSWORD = 'correct horse battery'
/** As vitest.config.ts gives it to the Worker. */
export const SETUP_TOKEN = 'test-setup-token'

export interface Answer {
  status: number
  headers: Headers
  text: string
}

export class Person {
  /** The browser's cookies, by name. */
  readonly cookies = new Map<string, string>()
  // One's tries at a door must not shut it for another.
  readonly #address = `203.0.113.${crypto.randomUUID()}`
  readonly #onAnswer: ((answer: Answer, asked: string) => void) | null

  /** @param onAnswer is called with every answer */
  constructor(onAnswer: ((answer: Answer, asked: string) => void) | null = null) {
    this.#onAnswer = onAnswer
  }

  get(path: string): Promise<Answer> {
    return this.#ask(path, {})
  }

  post(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    return this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { cookie, origin: ORIGIN, 'cf-connecting-ip': this.#address }
    const got = await exports.default.fetch(new Request(`${ORIGIN}${path}`, { ...init, headers, redirect: 'manual' }))
    const answer = { status: got.status, headers: got.headers, text: await got.text() }
    for (const line of got.headers.getSetCookie()) {
      this.#keep(line)
    }
    this.#onAnswer?.(answer, `${init.method ?? 'GET'} ${path}`)
    return answer
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0/i.test(line)) {
      this.cookies.delete(name)
    } else {
      this.cookies.set(name, value)
    }
  }
}

/** The first person of the deployment, as its setup page makes them; the id of their marketplace. */
export async function setUp(person: Person): Promise<string> {
  const fields = { name: 'Mia Chen', email: 'mia@example.com', password: PASSWORD, marketplace: 'Mia’s shop' }
  const { headers, text } = await person.post('/setup', { token: SETUP_TOKEN, ...fields })
  const [, , marketplace] = headers.get('location')?.split('/') ?? []
  if (!marketplace) {
    throw new Error(`nothing was set up: ${text}`)
  }
  return marketplace
}

/** Another marketplace of the same person. */
export async function openAnother(person: Person, name: string): Promise<string> {
  const { headers } = await person.post('/marketplaces', { name })
  return headers.get('location')?.split('/')[2] ?? ''
}
