import type { Env } from '../../../env'
import { toConnection } from '../../connection'
import { saveProblem } from '../../save-problem'
import { createSender } from '../../signed-post/sender'
import { findIntegration } from '../../store'
import { toReceiverAccess } from '../settings'
import type { ReceiverPorts } from './receiver'

export function createReceiverPorts(env: Env): ReceiverPorts {
  return {
    ...createSender(env),
    random: Math.random,
    async load({ id, marketplace }) {
      const row = await findIntegration(env.DB, marketplace, id)
      const connection = row && toConnection(row)
      return connection?.settings ? { ...toReceiverAccess(connection), name: connection.name } : null
    },
    reportProblem: (access, problem) => saveProblem(env.DB, access, problem),
    async releaseParked({ id, marketplace }) {
      await env.JOURNAL.getByName(marketplace).releaseParked({ integration: id })
    },
  }
}
