/** Reads a catalog's three lists in turn and counts their pages together. */
import type { Thinkific } from '../client/client'
import type { Failure } from '../client/failure'
import type { Course, ProfileField, ThinkificProduct } from '../client/records'
import { type ListReader, type ListResult, readAllPages } from './pagination'

export type Lists = Pick<Thinkific, 'listCourses' | 'listProducts' | 'profileFields'>

type ListsResult =
  | { ok: true; courses: Course[]; products: ThinkificProduct[]; fields: ProfileField[]; calls: number }
  | { ok: false; what: 'courses' | 'products' | 'sign-up fields'; failure: Failure; calls: number }

interface ListsRequest {
  lists: Lists
  progress: (done: number, of: number) => void
  wait: (ms: number) => Promise<void>
  now: () => number
}

export async function readLists({ lists, progress, wait, now }: ListsRequest): Promise<ListsResult> {
  const pages = new PageCount(progress)
  let calls = 0
  const all = <T extends { id: string }>(list: ListReader<T>['list'], name: keyof Lists): Promise<ListResult<T>> =>
    readAllPages({
      list: (page) => {
        calls += 1
        return list(page)
      },
      read: (page, of) => pages.read(name, page, of),
      wait,
      now,
    })
  const courses = await all(lists.listCourses, 'listCourses')
  if (!courses.ok) {
    return { ok: false, what: 'courses', failure: courses.failure, calls }
  }
  const products = await all(lists.listProducts, 'listProducts')
  if (!products.ok) {
    return { ok: false, what: 'products', failure: products.failure, calls }
  }
  const fields = await all(lists.profileFields, 'profileFields')
  if (!fields.ok) {
    return { ok: false, what: 'sign-up fields', failure: fields.failure, calls }
  }
  return { ok: true, courses: courses.rows, products: products.rows, fields: fields.rows, calls }
}

/** Until a list reports its pages it counts as one; there are at least as many product pages as course pages. */
class PageCount {
  #progress: (done: number, of: number) => void
  #done = { listCourses: 0, listProducts: 0, profileFields: 0 }
  #of = { listCourses: 1, listProducts: 1, profileFields: 1 }

  constructor(progress: (done: number, of: number) => void) {
    this.#progress = progress
  }

  read(list: keyof Lists, page: number, of: number | null): void {
    this.#done[list] = page
    this.#of[list] = Math.max(page, of ?? page)
    this.#of.listProducts = Math.max(this.#of.listProducts, this.#done.listProducts === 0 ? this.#of.listCourses : 0)
    this.#progress(total(this.#done), total(this.#of))
  }
}

function total(counts: Record<keyof Lists, number>): number {
  return counts.listCourses + counts.listProducts + counts.profileFields
}
