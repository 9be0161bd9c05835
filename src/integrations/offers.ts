/** What rules of an integration may choose from. */
import type { Env } from '../env'
import type { Rule } from '../model/rule'
import { KINDS } from '.'
import type { Offer } from './catalog'
import { toConnection } from './connection'
import type { Integration } from './store'

/** Null before they were read, and where the integration's kind is gone. */
export async function readOffers(env: Env, integration: Integration, target: string): Promise<Offer[] | null> {
  const kind = KINDS.find(integration.kind)
  return kind?.offers(env, toConnection(integration), target) ?? null
}

/** What each rule's integration lists of its kind of target: one read for each of the two. */
export async function loadListed(
  env: Env,
  integrations: Integration[],
  rules: Rule[],
): Promise<(rule: Rule) => Offer[] | null> {
  const wanted = new Map(rules.map((rule) => [listKey(rule), rule]))
  const lists = await Promise.all(
    [...wanted].map(async ([key, { integration, target }]) => {
      const found = integrations.find(({ id }) => id === integration)
      return [key, found ? await readOffers(env, found, target.kind) : null] as const
    }),
  )
  const byKey = new Map(lists)
  return (rule) => byKey.get(listKey(rule)) ?? null
}

function listKey({ integration, target }: Rule): string {
  return `${integration} ${target.kind}`
}
