/** The Worker as tests run it: messages reach its consumer only in files that want the real queue. */
import worker from '../src/index'
import { messagesArrive } from './real-queue'

export * from '../src/index'

export default {
  ...worker,
  queue: async (batch, env, ctx) => {
    if (messagesArrive()) {
      await worker.queue(batch, env, ctx)
    } else {
      batch.ackAll()
    }
  },
} satisfies typeof worker
