/** Secrets planted to be looked for, and everywhere they might have flown. */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { everythingStored } from '../worker/stored'

/** Where something was written: `stored D1 audit {…}`, `printed console.error …`, `answered GET /m/…`, `queued …`, `sent …`. */
export interface Sight {
  where: string
  text: string
}

export class Cage {
  readonly sights: Sight[] = []
  readonly #canaries = new Map<string, string>()

  /** From now on this must be nowhere. */
  plant(name: string, secret: string): string {
    if (secret.length < 12) {
      throw new Error(`${name} is too short to be found: ${secret}`)
    }
    this.#canaries.set(name, secret)
    return secret
  }

  get planted(): string[] {
    return [...this.#canaries.keys()]
  }

  /** Everything the Worker prints and queues, from now on. */
  watch(): void {
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...said) => {
        this.sights.push({ where: `printed console.${level}`, text: said.map(textOf).join(' ') })
      })
    }
    const queue = Object.getPrototypeOf(env.EVENTS) as Queue
    for (const name of ['send', 'sendBatch'] as const) {
      const send = queue[name] as (...given: unknown[]) => Promise<unknown>
      vi.spyOn(queue, name).mockImplementation(function (this: Queue, ...given: unknown[]) {
        sights.push({ where: 'queued', text: textOf(given[0]) })
        return send.apply(this, given)
      } as never)
    }
    const { sights } = this
  }

  /** Adds what is stored now. */
  async look(): Promise<void> {
    for (const row of await everythingStored()) {
      this.sights.push({ where: `stored ${row.slice(0, 60)}`, text: row })
    }
  }

  /** `<canary> in <where>: …`, for every canary seen outside. */
  escaped(): string[] {
    return this.sights.flatMap(({ where, text }) =>
      [...this.#canaries]
        .filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)))
        .map(([name]) => `${name} in ${where}`),
    )
  }
}

/** As it is, in an address, in JSON, in base64 as HTTP knows it. */
function spellings(secret: string): string[] {
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), btoa(secret)])]
}

function textOf(said: unknown): string {
  if (said instanceof Error) {
    return `${said.stack} ${textOf(said.cause ?? '')}`
  }
  return typeof said === 'string' ? said : JSON.stringify(said)
}
