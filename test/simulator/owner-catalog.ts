import type { Bundle, Course, Product, ProfileField, Site } from './site.ts'
import { takeId, type World } from './world.ts'

/** How long a course added to a bundle takes to reach the bundle's members. */
const BUNDLE_CHANGE_MILLISECONDS = 86_400_000
const PRICE = 49

type Sold = {
  id?: number | undefined
  name: string
  productId?: number | undefined
  status?: Product['status'] | undefined
  private?: boolean | undefined
  price?: number | undefined
  welcomeEmail?: boolean | undefined
}
export type NewCourse = Sold & { newBuilder?: boolean | undefined }
export type NewBundle = Sold & { courseIds: number[] }
export type NewProfileField = { id?: number; label: string; fieldType?: string; required?: boolean }

/** The owner's hand on courses, bundles and sign-up fields. Each course and bundle is sold by a product of its own. */
export function catalogBy(world: World, site: Site) {
  return {
    addCourse(given: NewCourse): Course {
      const id = takeId(world, 'course', given.id)
      const productId = addProduct(world, site, given, 'Course', id)
      const { name, newBuilder = false, welcomeEmail = true } = given
      const course = { id, name, productId, newBuilder, welcomeEmail }
      site.courses.set(id, course)
      world.changed()
      return course
    },
    addBundle(given: NewBundle): Bundle {
      const id = takeId(world, 'bundle', given.id)
      const productId = addProduct(world, site, given, 'Bundle', id)
      const { name, courseIds, welcomeEmail = true } = given
      const bundle = { id, name, productId, courseIds: [...courseIds], welcomeEmail }
      site.bundles.set(id, bundle)
      world.changed()
      return bundle
    },
    addProfileField({ id, label, fieldType = 'text', required = false }: NewProfileField): ProfileField {
      const field = { id: takeId(world, 'field', id), label, fieldType, required }
      site.profileFields.set(field.id, field)
      world.changed()
      return field
    },
    /** Gone with its product, its enrollments and its place in bundles. */
    deleteCourse(id: number): void {
      site.products.delete(site.courses.get(id)?.productId ?? 0)
      site.courses.delete(id)
      for (const row of site.enrollments.values()) {
        if (row.courseId === id) {
          site.enrollments.delete(row.id)
        }
      }
      for (const bundle of site.bundles.values()) {
        bundle.courseIds = bundle.courseIds.filter((each) => each !== id)
      }
      world.changed()
    },
    /** Gone with its product; its courses stay with those who have them. */
    deleteBundle(id: number): void {
      site.products.delete(site.bundles.get(id)?.productId ?? 0)
      site.bundles.delete(id)
      for (const row of site.bundleEnrollments.values()) {
        if (row.bundleId === id) {
          site.bundleEnrollments.delete(row.id)
        }
      }
      world.changed()
    },
    /** Added courses reach the members a day later; removed ones stay with those who have them. */
    setBundleCourses(id: number, courseIds: number[]): void {
      const bundle = site.bundles.get(id)
      if (!bundle) {
        throw new RangeError(`${site.subdomain} has no bundle ${id}`)
      }
      const newCourseIds = courseIds.filter((courseId) => !bundle.courseIds.includes(courseId))
      const dueAt = world.now() + BUNDLE_CHANGE_MILLISECONDS
      bundle.courseIds = [...courseIds]
      for (const { bundleId, userId, activatedAt, expiryDate } of site.bundleEnrollments.values()) {
        if (bundleId === id) {
          site.queued.push({ dueAt, userId, bundleId, newCourseIds, activatedAt, expiryDate })
        }
      }
      world.changed()
    },
    setStatus(productId: number, status: Product['status']): void {
      const product = site.products.get(productId)
      if (!product) {
        throw new RangeError(`${site.subdomain} has no product ${productId}`)
      }
      product.status = status
      world.changed()
    },
  }
}

function addProduct(
  world: World,
  site: Site,
  given: Sold,
  productableType: Product['productableType'],
  productableId: number,
): number {
  const { name, status = 'published', price = PRICE } = given
  const id = takeId(world, 'product', given.productId)
  const sold = { productableId, productableType, name, status, private: given.private ?? false, price }
  site.products.set(id, { id, ...sold, createdAt: world.now() })
  return id
}
