/** What a removal takes. */
import type { Create, Removal } from './customer'
import { isLaterEvent } from './occurrence'

/** A removal, whichever purchase caused it. */
export type AnyRemoval = Omit<Removal, 'purchase'>

/** Its own marketplace's grants from before its event; one of a test, only what tests gave. Of the same target or bundle. */
export function takesGrant(
  { happened, marketplace, test }: AnyRemoval,
  owner: { marketplace: string },
  create: Pick<Create, 'happened' | 'test'>,
): boolean {
  return marketplace === owner.marketplace && (!test || create.test) && isLaterEvent(happened, create.happened)
}
