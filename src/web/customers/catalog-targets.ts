/** Everything a person can be let into by one integration in one short list, found as one types. */

import type { ComboboxOption } from '../../../views/parts/combobox'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { Offer } from '../../integrations/catalog'
import { readOffers } from '../../integrations/offers'
import type { Integration } from '../../integrations/store'
import { nounOf } from '../../integrations/target-names'
import type { Target } from '../../model/rule'
import { findTypedTarget, isFindable, searchOffers } from '../rules/targets'

interface TargetList {
  kind: string
  offers: Offer[]
}

/** The kind that a bare id refers to is listed first. */
export async function loadTargetLists(env: Env, integration: Integration): Promise<TargetList[]> {
  const targets = KINDS.find(integration.kind)?.targets ?? []
  return Promise.all(
    targets.map(async ({ id }) => ({ kind: id, offers: (await readOffers(env, integration, id)) ?? [] })),
  )
}

export function searchTargets(lists: TargetList[], typed: string): { options: ComboboxOption[]; total: number } {
  const found = lists.map(({ kind, offers }) => ({ kind, ...searchOffers(offers, typed) }))
  return {
    options: found
      .toReversed()
      .flatMap(({ kind, shown }) => shown.map((one) => option(kind, one, kind !== lists[0]?.kind))),
    total: found.reduce((sum, { total }) => sum + total, 0),
  }
}

/** The target meant by the form: chosen among what the typed text finds, else one of the first kind by its id or name. */
export function findChosenTarget(lists: TargetList[], typed: Record<string, string>): Target | null {
  const { target = '', q = '' } = typed
  const [first, ...others] = lists
  const [kind, id = ''] = target.split(':')
  const list = others.find((one) => one.kind === kind)
  const chosen = list?.offers.find((one) => one.id === id && isFindable(q, one))
  if (list && chosen) {
    return { kind: list.kind, id, name: chosen.name }
  }
  return first === undefined
    ? null
    : findTypedTarget(first.kind, first.offers, { target: kind === first.kind ? id : '', q })
}

function option(kind: string, one: Offer, named: boolean): ComboboxOption {
  const notes = [named && nounOf(kind), one.id, one.status === 'draft' && 'draft', one.private && 'private']
  return { value: `${kind}:${one.id}`, label: one.name, note: notes.filter(Boolean).join(' · ') }
}
