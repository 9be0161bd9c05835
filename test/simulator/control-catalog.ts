import { type Context, Hono } from 'hono'
import { addBigCatalog } from './big-catalog.ts'
import * as input from './control-input.ts'
import { done, fieldsOf, given } from './control-input.ts'
import type { Simulator } from './simulator.ts'

/** `/simulator/sites/:site/…`: the owner's hand on courses, bundles and sign-up fields. See control.ts for the list. */
export function controlOfCatalog(simulator: Simulator): Hono {
  const site = (c: Context) => simulator.site(c.req.param('site') ?? '')
  const id = (c: Context) => Number(c.req.param('id'))
  const control = new Hono()

  control.post('/:site/courses', async (c) => done(c, site(c).addCourse(input.Course.parse(await fieldsOf(c))), 201))
  control.post('/:site/bundles', async (c) => done(c, site(c).addBundle(input.Bundle.parse(await fieldsOf(c))), 201))
  control.post('/:site/fields', async (c) => {
    const field = given(input.ProfileField.parse(await fieldsOf(c)))
    return done(c, site(c).addProfileField(field), 201)
  })
  control.post('/:site/catalog', async (c) => {
    addBigCatalog(site(c), input.CatalogSize.parse(await fieldsOf(c)))
    return done(c, { courses: site(c).data.courses.size, bundles: site(c).data.bundles.size }, 201)
  })
  control.delete('/:site/courses/:id', (c) => {
    site(c).deleteCourse(id(c))
    return done(c)
  })
  control.delete('/:site/bundles/:id', (c) => {
    site(c).deleteBundle(id(c))
    return done(c)
  })
  control.patch('/:site/bundles/:id', async (c) => {
    site(c).setBundleCourses(id(c), input.BundleCourses.parse(await fieldsOf(c)).courseIds)
    return done(c)
  })
  control.patch('/:site/products/:id', async (c) => {
    site(c).setStatus(id(c), input.ProductStatus.parse(await fieldsOf(c)).status)
    return done(c)
  })
  return control
}
