import { findTimeZone } from '../../../accounts/time-zone'
import type { Handlers } from '../../contract/call'
import type { MarketplaceAnswers } from './description'
import type { MARKETPLACES } from './operations'

export const marketplaceHandlers: Handlers<typeof MARKETPLACES, MarketplaceAnswers> = {
  listMarketplaces: async ({ env, marketplace, token }) => {
    const time_zone = await findTimeZone(env.DB, marketplace.id)
    return { items: [{ ...marketplace, time_zone, scope: token.scope }], next_cursor: null }
  },
}
