import type { Env } from '../../../env'
import { listListening } from '../../../rules/store'
import { saveProblem } from '../../save-problem'
import { readCatalog, writeCatalog } from '../catalog/store'
import type { SitePorts } from '../site/ports'

export function createSitePorts(env: Env, object: DurableObjectId): SitePorts {
  return {
    object: object.toString(),
    sealingKeys: env.SEALING_KEYS,
    apiUrl: env.THINKIFIC_API_URL,
    catalogs: {
      read: (integration) => readCatalog(env.COPIES, integration),
      write: (integration, catalog) => writeCatalog(env.COPIES, integration, catalog),
    },
    reportProblem: (access, problem) => saveProblem(env.DB, access, problem),
    findRules: (marketplace, product, triggers) => listListening(env.DB, marketplace, product, triggers),
    recordEffects: async (marketplace, { event: id, customer, entry }, effect) => {
      await env.JOURNAL.getByName(marketplace).recordEffects({ id, customer }, [effect], entry)
    },
    releaseParked: async (marketplace, filter) => {
      await env.JOURNAL.getByName(marketplace).releaseParked(filter)
    },
  }
}
