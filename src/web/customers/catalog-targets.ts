/** Courses and bundles of a site in one searchable list. */
import type { ComboboxOption } from '../../../views/parts/combobox'
import type { Catalog } from '../../integrations/thinkific/catalog/catalog'
import type { Target, TargetKind } from '../../model/rule'
import { findTypedTarget, isFindable, type OfferList, searchOffers } from '../rules/targets'

type Lists = Pick<Catalog, 'courses' | 'bundles'>

const NO_LISTS: Lists = { courses: [], bundles: [] }

export function searchTargets(catalog: Lists | null, typed: string): { options: ComboboxOption[]; total: number } {
  const { courses, bundles } = catalog ?? NO_LISTS
  const [foundCourses, foundBundles] = [searchOffers(courses, typed), searchOffers(bundles, typed)]
  const found = [
    ...foundBundles.shown.map((one) => option('bundle', one)),
    ...foundCourses.shown.map((one) => option('course', one)),
  ]
  return { options: found, total: foundCourses.total + foundBundles.total }
}

/** The option chosen among what the typed text finds, else a course with that id or exact name. */
export function findChosenTarget(catalog: Lists | null, typed: Record<string, string>): Target | null {
  const { target = '', q = '' } = typed
  const lists = catalog ?? NO_LISTS
  const [kind, id = ''] = target.split(':')
  const bundle = kind === 'bundle' && lists.bundles.find((one) => one.id === id && isFindable(q, one))
  if (bundle) {
    return { kind, id, name: bundle.name }
  }
  return findTypedTarget('course', lists.courses, { target: kind === 'course' ? id : '', q })
}

function option(kind: TargetKind, one: OfferList): ComboboxOption {
  const notes = [kind === 'bundle' && 'bundle', one.id, one.status === 'draft' && 'draft', one.private && 'private']
  return { value: `${kind}:${one.id}`, label: one.name, note: notes.filter(Boolean).join(' · ') }
}
