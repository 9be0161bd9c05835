/** A second marketplace on the academy's site, with a credential of its own that Thinkific may stop accepting. */
import { vi } from 'vitest'
import type { IntegrationAccess } from '../../../src/integrations/thinkific/thinkific-job'
import { seal } from '../../../src/secrets/sealing'
import { type Academy, advanceTime, type EventSpec, KEYS } from './academy'

const TOKEN = 'tokenOfTheTenant0123456789'

export type Tenant = Awaited<ReturnType<typeof openTenant>>

export async function openTenant(shop: Academy, change: Partial<IntegrationAccess> = {}) {
  shop.owner.setAccessToken(TOKEN)
  const access = async (id = 'integration-tenant'): Promise<IntegrationAccess> => {
    const sealedCredential = await seal(KEYS, `integration:tenant:${id}`, TOKEN)
    return { ...(await shop.access('tenant')), id, scheme: 'access_token', sealedCredential, ...change }
  }
  const integration = await access()
  const job = async (spec: EventSpec) => ({ ...(await shop.job({ marketplace: 'tenant', ...spec })), integration })
  return {
    integration,
    access,
    job,
    /** One event's firing, brought back a few times at most. */
    async receive(spec: EventSpec) {
      const given = await job(spec)
      vi.setSystemTime(Math.max(Date.now(), given.happenedAt))
      return shop.settled(given, 3)
    },
    /** Thinkific accepts its key no more, which no call has shown yet. */
    die: () => shop.owner.setAccessToken(null),
    async returnToLife() {
      shop.owner.setAccessToken(TOKEN)
      await advanceTime(6 * 60_000)
      await shop.ring()
      await shop.ring()
    },
  }
}
