/** A school on the simulated Thinkific, as its owner sees it. Steered over the simulator's control address. */
import { inject } from 'vitest'
import { CLOSE } from '../../.run/visitor'

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

export interface User {
  email: string
  fields: { definitionId: number; value: string }[]
}

/** Opens an empty school of an unused name. */
export async function openSchool(called = 'school'): Promise<School> {
  const subdomain = `${called}-${crypto.randomUUID().slice(0, 8)}`
  const apiKey = crypto.randomUUID().replaceAll('-', '')
  await ask('POST', '/sites', { subdomain, apiKey })
  return new School(subdomain, apiKey)
}

export class School {
  readonly subdomain: string
  apiKey: string

  constructor(subdomain: string, apiKey: string) {
    this.subdomain = subdomain
    this.apiKey = apiKey
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
    return ask('GET', `/calls?site=${this.subdomain}&last=5000`)
  }

  /** Everything the owner sees. */
  owner(): Promise<{ users: User[] }> {
    return this.#ask('GET', '')
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
    await ask('POST', '/outage', { on, site: this.subdomain })
  }

  /** The next `times` calls whose path matches meet a fault of the simulator's kinds. */
  async fault(kind: string, times: number, path = '', ms?: number): Promise<void> {
    await ask('POST', '/faults', { kind, times, site: this.subdomain, path, ...(ms === undefined ? {} : { ms }) })
  }

  #ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return ask(method, `/sites/${this.subdomain}${path}`, body)
  }
}

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${inject('simulator')}/simulator${path}`, {
    method,
    headers: { connection: CLOSE, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${await response.text()}`)
  }
  return (await response.json()) as Answer
}
