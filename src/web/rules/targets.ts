/** The targets a rule may choose, which integrations/offers.ts reads: found as one types, or named by an id the list lacks. */
import { KINDS } from '../../integrations'
import type { Offer } from '../../integrations/catalog'
import { titleOf, unlistedName } from '../../integrations/target-names'
import type { Target } from '../../model/rule'

/** Fits on a screen. */
export const SHOWN_TARGETS = 12

/** Ranked: the id, names starting with the text, words starting with it, anywhere. Empty text lists all by name. */
export function searchOffers(listed: Offer[], typed: string): { shown: Offer[]; total: number } {
  const wanted = simplify(typed)
  const ranked = listed
    .map((one) => ({ one, rank: rankOffer(one, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || a.one.name.localeCompare(b.one.name, 'en', { numeric: true }))
  return { shown: ranked.slice(0, SHOWN_TARGETS).map(({ one }) => one), total: ranked.length }
}

/**
 * Resolves the typed text: the ticked option if the text finds it, else the text as an id or exact name, listed or not
 * (courses made with Thinkific's new builder are missing from its API). `keep`: an edited rule's target, valid even if
 * unlisted. Null when nothing fits.
 */
export function findTypedTarget(
  kind: string,
  listed: Offer[],
  { target: chosen, q: typed }: { target: string; q: string },
  keep: Target | null = null,
): Target | null {
  const text = typed.trim()
  const offers = withKeptTarget(kind, listed, keep)
  const byName = offers.filter((one) => simplify(one.name) === simplify(text))
  const found =
    offers.find((one) => one.id === chosen && (isFindable(text, one) || text === keep?.name)) ??
    offers.find((one) => one.id === text) ??
    (byName.length === 1 ? byName[0] : undefined)
  if (found !== undefined) {
    return { kind, id: found.id, name: found.name || unlistedName(kind, found.id) }
  }
  const id = text || chosen
  return isTypedId(kind, id) ? { kind, id, name: unlistedName(kind, id) } : null
}

/** True for what can be the id of something of that kind, listed or not. */
export function isTypedId(kind: string, text: string): boolean {
  return KINDS.findTarget(kind)?.target.isId(text) ?? false
}

/** Empty text matches everything. */
export function isFindable(typed: string, one: Offer): boolean {
  return rankOffer(one, simplify(typed)) < NO_MATCH
}

/** What the list holds, and the target an edited rule has even if it is no longer listed. */
export function withKeptTarget(kind: string, listed: Offer[], keep: Target | null): Offer[] {
  if (keep?.kind !== kind || listed.some((one) => one.id === keep.id)) {
    return listed
  }
  return [{ id: keep.id, name: keep.name, status: unlistedStatus(keep), private: false }, ...listed]
}

/** The status of a target that is not listed. */
export function unlistedStatus(target: Pick<Target, 'kind'>): string {
  return `not in ${titleOf(target.kind)}’s list`
}

const NO_MATCH = 9

function rankOffer(one: Offer, wanted: string): number {
  const name = simplify(one.name)
  if (wanted === '') {
    return 0
  }
  if (one.id === wanted || name === wanted) {
    return 0
  }
  if (name.startsWith(wanted)) {
    return 1
  }
  if (name.includes(` ${wanted}`)) {
    return 2
  }
  return name.includes(wanted) || one.id.startsWith(wanted) ? 3 : NO_MATCH
}

function simplify(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}
