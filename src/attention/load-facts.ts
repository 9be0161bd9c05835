/** Reads what a marketplace's attention is decided by: its journal's facts, D1, copies of catalogs and its sites. */
import type { Env } from '../env'
import { listUsableSecrets, SECRET_WORDS } from '../intake/store'
import { groupSpellings } from '../intake/word-groups'
import { loadListed } from '../integrations/offers'
import { type Integration, listIntegrations } from '../integrations/store'
import type { NotUnderstoodWord, OverviewFacts, Sightings } from '../journal/queries'
import type { CauseKind } from '../model/alert'
import { CONCERN_CAUSES } from '../model/concern'
import type { Rule } from '../model/rule'
import { listProducts, type Product } from '../products/store'
import { listRules } from '../rules/store'
import type { AttentionFacts } from './causes'
import { loadConcerns, type MarketplaceConcerns } from './concerns'
import { loadFullSites } from './full-sites'
import { findOldSecrets } from './old-secrets'
import { findGoneTargets, findProductTroubles } from './troubles'

/** What the journal contributes. */
export interface MarketplaceFacts {
  overview: OverviewFacts
  words: NotUnderstoodWord[]
  seen: Sightings
}

interface Loaded {
  facts: AttentionFacts
  /** Kinds of causes that could not be looked at: a site did not answer. */
  unknown: CauseKind[]
  integrations: Integration[]
  products: Product[]
  rules: Rule[]
  concerns: MarketplaceConcerns[]
}

/** Fails where D1 or the copies do. @param now epoch ms */
export async function loadFacts(
  env: Env,
  marketplace: string,
  journal: MarketplaceFacts | Promise<MarketplaceFacts>,
  now: number,
): Promise<Loaded> {
  const [{ overview, words, seen }, integrations, products, rules, secrets] = await Promise.all([
    journal,
    listIntegrations(env.DB, marketplace),
    listProducts(env.DB, marketplace),
    listRules(env.DB, marketplace),
    listUsableSecrets(env.DB, marketplace, now),
  ])
  const [listed, { groups, complete }, full] = await Promise.all([
    loadListed(env, integrations, rules),
    loadConcerns(env, marketplace, integrations),
    loadFullSites(env, marketplace, integrations),
  ])
  const facts = {
    journal: overview,
    integrations,
    goneTargets: findGoneTargets(rules, listed),
    ...findProductTroubles(products, rules, seen),
    concerns: groups,
    words: groupSpellings(words),
    oldSecrets: findOldSecrets(secrets, seen).map(({ id, kind, validUntil }) => ({
      id,
      name: SECRET_WORDS[kind],
      left: validUntil - now,
    })),
    fullSites: full.sites,
  }
  const unknown: CauseKind[] = [...(complete ? [] : CONCERN_CAUSES), ...(full.complete ? [] : ['storage' as const])]
  return { facts, unknown, integrations, products, rules, concerns: groups }
}
