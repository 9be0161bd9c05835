/** A school on the simulated Thinkific, as its owner sees it. Steered over the simulator's control address. */
import { CLOSE } from '../../.run/visitor'
import { type Served, shared } from './served'

export interface Call {
  method: string
  path: string
  body: unknown
  status: number | null
}

export interface Access {
  courseId: number
  state: 'full' | 'trial' | 'expired'
  /** Epoch ms; null: no end. */
  until: number | null
}

interface Enrollment {
  id: number
  userId: number
  courseId: number
}

export interface User {
  id: number
  email: string
  fields: { definitionId: number; value: string }[]
}

interface Opening {
  /** As Thinkific's plan allows, unless it grants more. */
  requestsPerMinute?: number
  served?: Served
}

/** Opens an empty school of an unused name. */
export async function openSchool(
  called = 'school',
  { requestsPerMinute, served = shared() }: Opening = {},
): Promise<School> {
  const subdomain = `${called}-${crypto.randomUUID().slice(0, 8)}`
  const apiKey = crypto.randomUUID().replaceAll('-', '')
  await ask(served.simulator, 'POST', '/sites', { subdomain, apiKey, requestsPerMinute })
  return new School(subdomain, apiKey, served.simulator)
}

export class School {
  readonly subdomain: string
  apiKey: string
  readonly #simulator: string

  constructor(subdomain: string, apiKey: string, simulator: string) {
    this.subdomain = subdomain
    this.apiKey = apiKey
    this.#simulator = simulator
  }

  async course(name: string): Promise<number> {
    return (await this.#ask<{ id: number }>('POST', '/courses', { name })).id
  }

  async bundle(name: string, courseIds: number[]): Promise<number> {
    return (await this.#ask<{ id: number }>('POST', '/bundles', { name, courseIds })).id
  }

  async field(label: string, fieldType = 'text'): Promise<number> {
    return (await this.#ask<{ id: number }>('POST', '/fields', { label, fieldType })).id
  }

  /** That many made-up courses and bundles. */
  catalog(courses: number, bundles: number): Promise<unknown> {
    return this.#ask('POST', '/catalog', { courses, bundles })
  }

  access(email: string): Promise<Access[]> {
    return this.#ask('GET', `/access?email=${encodeURIComponent(email)}`)
  }

  /** What was asked of this school since it opened, oldest first. */
  calls(): Promise<Call[]> {
    return ask(this.#simulator, 'GET', `/calls?site=${this.subdomain}&last=5000`)
  }

  /** Everything the owner sees. */
  owner(): Promise<{ users: User[]; enrollments: Enrollment[] }> {
    return this.#ask('GET', '')
  }

  /** Lets someone in by hand, without any purchase. */
  async enroll(email: string, courseId: number): Promise<void> {
    await this.#ask('POST', '/users', { email })
    await this.#ask('POST', '/enrollments', { email, courseId })
  }

  /** Moves or ends someone's access by hand. */
  async setEnd(email: string, courseId: number, at: number): Promise<void> {
    const { users, enrollments } = await this.owner()
    const user = users.find((one) => one.email === email)?.id
    const row = enrollments.find((one) => one.userId === user && one.courseId === courseId)
    await this.#ask('PATCH', `/enrollments/${row?.id}`, { expiryDate: new Date(at).toISOString() })
  }

  async deleteCourse(id: number): Promise<void> {
    await this.#ask('DELETE', `/courses/${id}`)
  }

  /** Resets the key in Thinkific. */
  async resetKey(): Promise<void> {
    this.apiKey = crypto.randomUUID().replaceAll('-', '')
    await this.#ask('PATCH', '/credentials', { apiKey: this.apiKey })
  }

  /** Thinkific does not answer for this school, or does again. */
  async outage(on: boolean): Promise<void> {
    await ask(this.#simulator, 'POST', '/outage', { on, site: this.subdomain })
  }

  /** The next `times` calls whose path matches meet a fault of the simulator's kinds. */
  async fault(kind: string, times: number, path = '', ms?: number): Promise<void> {
    const more = ms === undefined ? {} : { ms }
    await ask(this.#simulator, 'POST', '/faults', { kind, times, site: this.subdomain, path, ...more })
  }

  #ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return ask(this.#simulator, method, `/sites/${this.subdomain}${path}`, body)
  }
}

async function ask<Answer>(simulator: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${simulator}/simulator${path}`, {
    method,
    headers: { connection: CLOSE, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${await response.text()}`)
  }
  return (await response.json()) as Answer
}
