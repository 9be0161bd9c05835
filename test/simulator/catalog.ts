import { Hono } from 'hono'
import { json, notFound } from './answers.ts'
import { bundleRow, courseRow, productRow, profileFieldRow } from './catalog-rows.ts'
import { paginated } from './pagination.ts'
import { type Api, idIn } from './request.ts'
import type { Course, Site } from './site.ts'

/** Courses, products, bundles and sign-up fields: read only, in order of id. There is no list of bundles. */
export const catalog = new Hono<Api>()
  .get('/courses', (c) => paginated(c, listed(c.var.site), courseRow))
  .get('/courses/:id{[0-9]+}', (c) => {
    const course = c.var.site.courses.get(idIn(c))
    return course && !course.newBuilder ? json(courseRow(course)) : notFound()
  })
  .get('/products', (c) => {
    const { site } = c.var
    const hidden = (id: number) => site.courses.get(id)?.newBuilder === true
    const shown = byId(site.products).filter((row) => row.productableType !== 'Course' || !hidden(row.productableId))
    return paginated(c, shown, productRow)
  })
  .get('/products/:id{[0-9]+}', (c) => {
    const product = c.var.site.products.get(idIn(c))
    return product ? json(productRow(product)) : notFound()
  })
  .get('/products/:id{[0-9]+}/related', (c) =>
    c.var.site.products.has(idIn(c)) ? paginated(c, [], productRow) : notFound(),
  )
  .get('/bundles/:id{[0-9]+}', (c) => {
    const bundle = c.var.site.bundles.get(idIn(c))
    return bundle ? json(bundleRow(bundle)) : notFound()
  })
  .get('/bundles/:id{[0-9]+}/courses', (c) => {
    const bundle = c.var.site.bundles.get(idIn(c))
    if (!bundle) {
      return notFound()
    }
    const courses = listed(c.var.site).filter(({ id }) => bundle.courseIds.includes(id))
    return paginated(c, courses, courseRow)
  })
  .get('/custom_profile_field_definitions', (c) => paginated(c, byId(c.var.site.profileFields), profileFieldRow))

/** Courses of the new course builder are left out of the REST lists. */
function listed(site: Site): Course[] {
  return byId(site.courses).filter(({ newBuilder }) => !newBuilder)
}

function byId<Row extends { id: number }>(rows: Map<number, Row>): Row[] {
  return [...rows.values()].sort((one, other) => one.id - other.id)
}
