/** Deletes a product with its rules: they go off, what waits for them ends, and the rows go last. */
import { describeDeleted } from '../log/sentences'
import { endWaitingOfRules, SLICE_ENTRIES } from '../waiting/end-entries'
import type { JobKind } from './job'

interface Input {
  product: { id: string; name: string }
}

interface Progress {
  ended: number
}

export const DELETE_PRODUCT: JobKind<Input, Progress> = {
  id: 'delete-product',
  stoppable: false,
  title: ({ product }) => `Deleting ${product.name}`,
  begin: () => ({ ended: 0 }),
  async runSlice({ marketplace, input, progress }, { ports, transact }) {
    const { id, name } = input.product
    const rules = await ports.switchProductOff(marketplace, id)
    const slice = transact((store, now) => endWaitingOfRules(store, rules, SLICE_ENTRIES, now))
    const ended = progress.ended + slice.ended
    // Its count is stored before the rows go, which may fail.
    if (slice.ended > 0) {
      return { ended: false, progress: { ended }, done: ended, total: ended + slice.left, waitMs: 0 }
    }
    await ports.deleteProductRows(marketplace, id)
    // After the rows: a sale in between would otherwise be the last one that could add it again.
    transact(({ sightings }) => sightings.forgetProduct(id))
    return { ended: true, done: ended, result: describeDeleted(name, ended) }
  },
}
