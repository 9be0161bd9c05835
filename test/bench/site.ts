/** A Thinkific site's object without its runtime: the product's own parts over SQLite, calling the simulator in its place. */

import type { Target } from '../../src/integrations/thinkific/actions'
import { JobSettler } from '../../src/integrations/thinkific/firing/settle-jobs'
import type { SitePorts } from '../../src/integrations/thinkific/site/ports'
import { Site } from '../../src/integrations/thinkific/site/site'
import type { ThinkificJob } from '../../src/integrations/thinkific/thinkific-job'
import { toJobInstruction } from '../../src/model/firing-job'
import type { Settling } from '../../src/model/outcome'
import type { Trigger } from '../../src/model/trigger'
import { seal } from '../../src/secrets/sealing'
import { sampleRule } from '../journal/samples'
import { createSimulator } from '../simulator/simulator'
import { type ObjectStorage, objectStorage } from './object-storage'
import { API_KEY, SITE } from './shop'
import { SEALING_KEYS } from './workers'

const API = 'http://thinkific.test/api/public/v1'
const elsewhere = globalThis.fetch

export const PIANO: Target = { kind: 'course', id: '101', name: 'Piano 101' }
export const VIOLIN: Target = { kind: 'course', id: '102', name: 'Violin 102' }
export const DUO: Target = { kind: 'bundle', id: '201', name: 'Duo' }

/** What is to be settled; what is left out is a plain purchase. */
export interface Asked {
  n: number
  trigger?: Trigger
  does?: 'create' | 'expire'
  target?: Target
  order?: string
  accessDays?: number | null
}

export interface BenchSite {
  kept: ObjectStorage
  runs: JobSettler
  site: Site
  simulator: ReturnType<typeof createSimulator>
  job: (asked: Asked) => ThinkificJob
  settle: (asked: Asked) => Promise<Settling>
}

/** @param requestsPerMinute the site's allowance, by our integration's word and by Thinkific's */
export async function benchSite(requestsPerMinute = 1_000): Promise<BenchSite> {
  const simulator = createSimulator()
  const owner = simulator.addSite({ subdomain: SITE, apiKey: API_KEY, requestsPerMinute: 1_000_000 })
  owner.addCourse({ id: 101, name: PIANO.name })
  owner.addCourse({ id: 102, name: VIOLIN.name })
  owner.addBundle({ id: 201, name: DUO.name, courseIds: [101, 102] })
  globalThis.fetch = (input, init) =>
    String(input).startsWith(API) ? simulator.fetch(input as RequestInfo, init) : elsewhere(input, init)
  const kept = objectStorage()
  const site = new Site(kept.storage, { sealingKeys: SEALING_KEYS, apiUrl: API } as SitePorts)
  const runs = new JobSettler(site)
  const sealedCredential = await seal(SEALING_KEYS, 'integration:shop:i1', API_KEY)
  const job = (asked: Asked): ThinkificJob => jobOf(asked, sealedCredential, requestsPerMinute)
  const settle = async (asked: Asked): Promise<Settling> => {
    const [settling] = await runs.settle([job(asked)], () => undefined)
    if (settling === undefined) {
      throw new Error('no answer')
    }
    return settling
  }
  return { kept, runs: runs, site, simulator, job, settle }
}

let events = 0

function jobOf(
  { n, trigger = 'product.purchased', does = 'create', target = PIANO, order = `o${n}`, accessDays = null }: Asked,
  sealedCredential: string,
  requestsPerMinute: number,
): ThinkificJob {
  events += 1
  const now = Date.now()
  const event = `event-${events}`
  const asked = sampleRule({ marketplace: 'shop', action: `${does}_${target.kind}`, trigger, target, site: SITE })
  return {
    v: 1,
    firing: { id: `${event}~1`, event, trigger, happenedAt: now, impliedBy: null, ownTrigger: true },
    instruction: toJobInstruction({ rule: { ...asked, options: { ...asked.options, accessDays } } }),
    eventType: trigger,
    happenedAt: now,
    receivedAt: now,
    origin: 'event',
    person: null,
    fields: {},
    customer: { email: `customer${n}@example.com`, firstName: 'Ada', lastName: 'Byron', id: null },
    purchase: {
      marketplace: 'shop',
      productId: 'club',
      productName: 'Club',
      orderId: order,
      subscription: null,
      test: false,
    },
    integration: {
      id: 'i1',
      name: 'Academy',
      marketplace: 'shop',
      site: SITE,
      scheme: 'api_key',
      sealedCredential,
      requestsPerMinute,
      siteWelcome: false,
    },
  }
}
