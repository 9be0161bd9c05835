/** What a program names by its id, among what an integration offers. */
import { KINDS } from '../../integrations'
import { readOffers } from '../../integrations/offers'
import type { Integration } from '../../integrations/store'
import { unlistedName } from '../../integrations/target-names'
import type { Target } from '../../model/rule'
import type { ApiCall } from '../contract/call'
import { invalidField } from '../contract/problem'

/** Also one that no list has, as long as it can be an id. @param path of the field, for the problem that is thrown */
export async function resolveTarget(
  { env }: ApiCall,
  integration: Integration,
  { kind, id }: Pick<Target, 'kind' | 'id'>,
  path: string,
): Promise<Target> {
  const listed = (await readOffers(env, integration, kind))?.find((one) => one.id === id)
  if (listed === undefined && !KINDS.findTarget(kind)?.target.isId(id)) {
    throw invalidField(path, `No ${kind} has this id.`)
  }
  return { kind, id, name: listed?.name || unlistedName(kind, id) }
}
