/** A marketplace of the story: what its admin fills in on its pages, and what its endpoint receives. */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { type Endpoint, type Order, post, postSamcart, postWithKey } from '../hooks'
import type { Installation } from '../installation'
import { type Answer, FORMS, formId, type Person } from '../support'

/** Reading a small catalog takes the objects moments. */
const PATIENCE = { timeout: 20_000, interval: 50 }
/** Endpoints answer before they have counted what they refused. */
const COUNTED_MS = 200

export interface Rule {
  id: number
  product: string
  integration: number
  trigger: string
  action: 'create_course' | 'expire_course' | 'create_bundle' | 'expire_bundle'
  target: number
  options?: Record<string, string>
}

export class Shop {
  readonly marketplace: string
  readonly admin: Person
  readonly installation: Installation
  endpoint: Endpoint = { id: '', signing: '', key: '' }

  constructor(installation: Installation, admin: Person, marketplace: string) {
    this.installation = installation
    this.admin = admin
    this.marketplace = marketplace
    installation.objects.journals.add(marketplace)
  }

  /** Sends a form of one of the marketplace's pages. */
  async submit(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.admin.post(`/m/${this.marketplace}${path}`, fields)
    if (answer.status >= 400) {
      throw new Error(`${path}: ${answer.status} ${answer.text.replace(/<[^>]*>/g, ' ')}`)
    }
    return answer
  }

  async connect(id: number, name: string, { subdomain, apiKey }: { subdomain: string; apiKey: string }): Promise<void> {
    const { keys } = await env.COPIES.list()
    await this.submit(FORMS.integrations, { id: formId(id), name, site: subdomain, key: apiKey })
    this.installation.objects.sites.add(subdomain)
    await vi.waitFor(async () => {
      const copies = await env.COPIES.list()
      if (copies.keys.length === keys.length) {
        throw new Error(`the catalog of ${name} is still being read`)
      }
    }, PATIENCE)
  }

  /** Under an id of its own in each capture: the Worker keeps in mind which marketplace an endpoint belongs to. */
  async openEndpoint(): Promise<void> {
    const id = crypto.randomUUID()
    const { text } = await this.submit(FORMS.endpoints, { id })
    this.endpoint = { id, signing: secretShown(text, 'signing'), key: secretShown(text, 'key') }
  }

  async rotateSigningSecret(id: number): Promise<void> {
    const { text } = await this.submit(FORMS.secrets, { id: formId(id), kind: 'signing' })
    const { signing: signingBefore } = this.endpoint
    this.endpoint = { ...this.endpoint, signing: secretShown(text, 'signing'), signingBefore }
  }

  async addRule({ id, product, integration, trigger, action, target, options = {} }: Rule): Promise<void> {
    await this.submit(FORMS.rules, {
      id: formId(id),
      product,
      integration: formId(integration),
      action,
      category: 'ecommerce',
      trigger,
      q: String(target),
      target: String(target),
      ...options,
    })
  }

  /** A signed event, up to what comes of it at once. */
  async send(id: string, type: string, order: Order, happened = Date.now()): Promise<void> {
    await this.hand(id, type, order, happened)
    await this.installation.settle()
  }

  /** A signed event, up to the queue. */
  async hand(id: string, type: string, order: Order, happened = Date.now()): Promise<void> {
    accepted(await post(this.endpoint, id, type, order, happened))
  }

  async sendWithKey(identity: string, type: string, order: Order): Promise<void> {
    accepted(await postWithKey(this.endpoint, identity, type, order))
    await this.installation.settle()
  }

  async samcart(body: unknown): Promise<void> {
    accepted(await postSamcart(this.endpoint, body))
    await this.installation.settle()
  }

  async counted(): Promise<void> {
    await scheduler.wait(COUNTED_MS)
  }

  /** The address of the newest entry whose line in the log's file says this. */
  async entry(search: string): Promise<string> {
    const { text } = await this.admin.get(`/m/${this.marketplace}/logs?search=${encodeURIComponent(search)}`)
    const [, path] = new RegExp(`href="/m/${this.marketplace}(/logs/[^"/?]+)["?]`).exec(text) ?? []
    if (path === undefined) {
      throw new Error(`the log has no entry with ${search}`)
    }
    return path
  }
}

function accepted(status: number): void {
  if (status !== 202) {
    throw new Error(`the endpoint answered ${status}`)
  }
}

function secretShown(text: string, kind: string): string {
  const [, secret] = new RegExp(`<code id="made-${kind}">([^<]+)<`).exec(text) ?? []
  if (secret === undefined) {
    throw new Error(`no ${kind} secret was shown`)
  }
  return secret
}
