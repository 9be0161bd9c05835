/** A store that reports what happened: signed events, as any sender would post them. */
import { Webhook } from 'standardwebhooks'
import { CLOSE } from '../../.run/visitor'
import { type Served, shared } from './served'

export interface Sale {
  email: string
  product: string
  type?: string
  name?: [string, string]
  productName?: string
  order?: string
  subscription?: string
  fields?: Record<string, string>
  /** How long ago it happened, in minutes. */
  minutesAgo?: number
  /** The event's identity; a new one unless given. */
  id?: string
}

export class Store {
  readonly #address: string
  readonly #endpoint: string
  readonly #secret: string

  constructor(endpoint: string, secret: string, { address }: Pick<Served, 'address'> = shared()) {
    this.#address = address
    this.#endpoint = endpoint
    this.#secret = secret
  }

  /** Posts a sale, or what `type` says happened; returns the event's id once it was accepted. */
  async sell(sale: Sale): Promise<string> {
    const { id = `msg_${crypto.randomUUID()}` } = sale
    const response = await this.post(JSON.stringify(eventOf(sale)), id)
    if (response.status !== 202) {
      throw new Error(`The event was refused: ${await response.text()}`)
    }
    return id
  }

  /** Posts any body, well signed. */
  post(body: string, id = `msg_${crypto.randomUUID()}`): Promise<Response> {
    const now = new Date()
    return fetch(`${this.#address}/hooks/${this.#endpoint}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: CLOSE,
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(this.#secret).sign(id, now, body),
      },
      body,
    })
  }
}

const MINUTE_MS = 60_000

function eventOf({ email, product, type, name, productName, order, subscription, fields, minutesAgo = 0 }: Sale) {
  return {
    type: type ?? 'product.purchased',
    timestamp: new Date(Date.now() - minutesAgo * MINUTE_MS).toISOString(),
    data: {
      customer: { email, first_name: name?.[0] ?? 'Ada', last_name: name?.[1] ?? 'Byron' },
      ...(order ? { order: { id: order } } : {}),
      items: [{ product_id: product, ...(productName ? { product_name: productName } : {}) }],
      ...(subscription ? { subscription: { id: subscription } } : {}),
      ...(fields ? { custom_fields: fields } : {}),
    },
  }
}
