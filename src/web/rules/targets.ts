/** The courses or bundles a rule may aim at: found as one types, or named by an id that Thinkific’s list lacks. */
import type { Offer } from '../../integrations/thinkific/catalog/catalog'
import type { Target, TargetKind } from '../../model/rule'

/** A course or bundle one can choose. */
export type OfferList = Offer

/** A list a person can take in at a glance. */
export const SHOWN_TARGETS = 12
/** Thinkific's ids are numbers. */
const TYPED_ID = /^\d{1,15}$/

/** The best matches first: the id, names beginning with it, words beginning with it, anywhere. Empty text: all, by name. */
export function searchOffers(listed: Offer[], typed: string): { shown: Offer[]; total: number } {
  const wanted = simplify(typed)
  const ranked = listed
    .map((one) => ({ one, rank: rankOffer(one, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || a.one.name.localeCompare(b.one.name, 'en', { numeric: true }))
  return { shown: ranked.slice(0, SHOWN_TARGETS).map(({ one }) => one), total: ranked.length }
}

/**
 * The target meant. What was typed last counts: the one ticked in the list if it is among what the typed text finds,
 * else the text, read as an id, as a whole name, or as an id that no list has (courses made with Thinkific’s new builder
 * are missing from its API). An edited rule may `keep` the target it has, listed or not. Null: none of these.
 */
export function findTypedTarget(
  kind: TargetKind,
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
  return isTypedId(id) ? { kind, id, name: unlistedName(kind, id) } : null
}

/** True for what can be Thinkific's id of something, listed or not. */
export function isTypedId(text: string): boolean {
  return TYPED_ID.test(text)
}

/** True where the typed text would list it; an empty text lists everything. */
export function isFindable(typed: string, one: Offer): boolean {
  return rankOffer(one, simplify(typed)) < NO_MATCH
}

/** What the list holds, and the target an edited rule has even if Thinkific lists it no more. */
export function withKeptTarget(kind: TargetKind, listed: Offer[], keep: Target | null): Offer[] {
  if (keep?.kind !== kind || listed.some((one) => one.id === keep.id)) {
    return listed
  }
  return [{ id: keep.id, name: keep.name, status: UNLISTED, private: false }, ...listed]
}

/** The status of a target that Thinkific does not list. */
export const UNLISTED = 'not in Thinkific’s list'

/** What a target is called whose name nobody told us. */
export function unlistedName(kind: TargetKind, id: string): string {
  return `${kind === 'course' ? 'Course' : 'Bundle'} ${id}`
}

/** True when the catalog once had the target and has it no more. One that was typed as an id was never in it. */
export function isGone(target: Target, listed: Offer[] | null): boolean {
  const wasListed = target.name !== unlistedName(target.kind, target.id)
  return listed !== null && wasListed && !listed.some((one) => one.id === target.id)
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
