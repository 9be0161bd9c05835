/** What a look at a marketplace's alerts needs from outside the journal's object. */
import { listCauses } from '../attention/causes'
import { loadFacts, type MarketplaceFacts } from '../attention/load-facts'
import type { Env } from '../env'
import type { AlertMessage } from '../model/alert'
import type { ChannelAnswer } from './channel/channel'
import type { CausesNow } from './decide'
import { deliverAlert } from './deliver'
import { type Channel, findChannel, findShop, listChannels, type Shop } from './store'

export interface AlertPorts {
  /** Null once it is gone, or going. */
  findShop(marketplace: string): Promise<Shop | null>
  listChannels(marketplace: string): Promise<Channel[]>
  findChannel(marketplace: string, id: string): Promise<Channel | null>
  loadAttention(marketplace: string, journal: MarketplaceFacts, now: number): Promise<CausesNow>
  deliverAlert(channel: Channel, shop: Shop, message: AlertMessage): Promise<ChannelAnswer>
}

export function createAlertPorts(env: Env): AlertPorts {
  return {
    findShop: (marketplace) => findShop(env.DB, marketplace),
    listChannels: (marketplace) => listChannels(env.DB, marketplace),
    findChannel: (marketplace, id) => findChannel(env.DB, marketplace, id),
    loadAttention: async (marketplace, journal, now) => {
      const { facts, unknown } = await loadFacts(env, marketplace, journal, now)
      return { causes: listCauses(facts, now), unknown }
    },
    deliverAlert: (channel, shop, message) => deliverAlert(env, channel, shop, message),
  }
}
