/** The addresses of an endpoint: one line each, naming who posts there and how the body is worded. */
import { FORMATS } from './formats'
import type { Format } from './formats/format'
import { SENDERS } from './senders'
import type { Sender } from './senders/sender'

export interface HookRoute {
  name: string
  sender: Sender
  format: Format
}

/** The route of `/hooks/:endpoint` without a name. */
export const PLAIN_ROUTE = 'standard'

class HookRoutes {
  readonly #routes: HookRoute[] = []

  /** Throws where another has its name. */
  add(route: HookRoute): this {
    if (this.#routes.some(({ name }) => name === route.name)) {
      throw new Error(`two hook routes are named ${route.name}`)
    }
    this.#routes.push(route)
    return this
  }

  /** One list for good: routes added later are in it. */
  get all(): readonly HookRoute[] {
    return this.#routes
  }

  findSender(name: string): Sender | null {
    return this.#routes.find(({ sender }) => sender.name === name)?.sender ?? null
  }

  findFormat(name: string): Format | null {
    return this.#routes.find(({ format }) => format.name === name)?.format ?? null
  }
}

export const HOOK_ROUTES = new HookRoutes()
  .add({ name: PLAIN_ROUTE, sender: SENDERS.standard, format: FORMATS.standard })
  .add({ name: 'samcart', sender: SENDERS.samcart, format: FORMATS.samcart })
