/** A marketplace's alerts outside workerd: the journal's real storage, made-up causes and channels, simulated time. */
import { vi } from 'vitest'
import type { ChannelAnswer } from '../../src/alerts/channel/channel'
import { MarketplaceAlertCheck } from '../../src/alerts/check'
import type { CausesNow } from '../../src/alerts/decide'
import type { AlertPorts } from '../../src/alerts/ports'
import type { Channel } from '../../src/alerts/store'
import type { Cause } from '../../src/attention/alarm'
import { JournalRuntime } from '../../src/journal/journal-runtime'
import {
  listFailingChannels,
  readChannelRecord,
  retryChannel,
  writeAlertState,
} from '../../src/journal/storage/alert-records'
import { type AlertMessage, CAUSE_KINDS } from '../../src/model/alert'
import { persistentStorage } from '../integrations/thinkific/storage'

const SHOP = 'shop'

export function sampleCause(of: Partial<Cause> & Pick<Cause, 'key' | 'kind'>): Cause {
  return { tone: 'bad', title: `Cause ${of.key}`, text: 'Why.', fix: 'Fix', count: 1, since: null, link: '/x', ...of }
}

export function sampleChannel(of: Partial<Channel> & Pick<Channel, 'id'>): Channel {
  return {
    marketplace: SHOP,
    kind: 'slack',
    name: `Channel ${of.id}`,
    shown: 'hooks.example.com',
    sealedAddress: '',
    origin: 'https://enroll.example.com',
    causes: [...CAUSE_KINDS],
    quietFrom: null,
    quietUntil: null,
    digestWeekday: null,
    digestHour: null,
    on: true,
    createdAt: 0,
    updatedAt: 0,
    ...of,
  }
}

interface Delivered {
  channel: string
  message: AlertMessage
  at: number
}

export class AlertShop {
  channels: Channel[] = []
  attention: CausesNow = { causes: [], unknown: [] }
  zone = 'UTC'
  /** Every attempt that reached its receiver. */
  readonly delivered: Delivered[] = []
  /** What a receiver answers; throwing is a part of ours that fails. `reached` is whether it got the message all the same. */
  answer: (channel: string) => { reached: boolean; result: ChannelAnswer | 'crash' } = () => ({
    reached: true,
    result: { sent: true, sentence: '' },
  })
  readonly #stored = persistentStorage()
  #runtime = this.#open()
  #check = new MarketplaceAlertCheck(this.#runtime, this.#ports())
  #nextAt: number | null = 0

  constructor(...channels: Channel[]) {
    this.channels = channels
    this.#runtime.transact(({ sql }) => writeAlertState(sql, { marketplace: SHOP, open: [], beyond: {} }))
  }

  /** The object is evicted, and wakes. */
  restart(): void {
    this.#runtime = this.#open()
    this.#check = new MarketplaceAlertCheck(this.#runtime, this.#ports())
    this.#nextAt = Date.now()
  }

  #open(): JournalRuntime {
    return new JournalRuntime(this.#stored.storage(), async () => undefined)
  }

  #ports(): AlertPorts {
    return {
      findShop: async () => ({ id: SHOP, name: 'Shop', zone: this.zone }),
      listChannels: async () => this.channels,
      findChannel: async (_, id) => this.channels.find((channel) => channel.id === id) ?? null,
      loadAttention: async () => {
        const failing = listFailingChannels(this.#runtime.store.sql).map(({ id }) =>
          sampleCause({ key: `alerts ${id}`, kind: 'alerts' }),
        )
        return { ...this.attention, causes: [...failing, ...this.attention.causes] }
      },
      deliverAlert: async ({ id }, _shop, message) => {
        const { reached, result } = this.answer(id)
        if (reached) {
          this.delivered.push({ channel: id, message: structuredClone(message), at: Date.now() })
        }
        if (result === 'crash') {
          this.restart()
          throw new Error('the object was reset')
        }
        return result
      },
    }
  }

  /** Something happened: the journal looks at once. */
  async look(): Promise<void> {
    try {
      this.#nextAt = await this.#check.run()
    } catch {
      // Reset midway: the alarm that was set before rings again.
      this.#nextAt = Date.now() + 60_000
    }
  }

  retry(channel: string): void {
    this.#runtime.transact(({ sql }, now) => retryChannel(sql, channel, now))
  }

  /** Time passes, and each look happens when the one before said. */
  async pass(ms: number): Promise<void> {
    const end = Date.now() + ms
    while (this.#nextAt !== null && this.#nextAt <= end) {
      vi.setSystemTime(Math.max(this.#nextAt, Date.now()))
      await this.look()
    }
    vi.setSystemTime(end)
  }

  record(channel: string) {
    return readChannelRecord(this.#runtime.store.sql, channel)
  }

  rowsWritten(): number {
    return this.#stored.rowsWritten()
  }

  get nextAt(): number | null {
    return this.#nextAt
  }

  /** As a receiver has it that takes each id once: `opened a`, `over a`. */
  said(channel: string): string[] {
    const seen = new Set<string>()
    return this.delivered
      .filter((one) => one.channel === channel && !seen.has(one.message.id) && seen.add(one.message.id))
      .flatMap(({ message }) =>
        message.kind === 'alert' ? message.items.map(({ change, key }) => `${change} ${key}`) : [message.kind],
      )
  }
}
