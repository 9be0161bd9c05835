import { isoTime } from './iso-time.ts'
import type { Bundle, Course, Product, ProfileField } from './site.ts'

/** A course as it stands on the wire: mostly nulls. There is no published flag here, products have it. */
export function courseRow({ id, name, productId }: Course): Record<string, unknown> {
  return {
    id,
    name,
    slug: slugOf(name),
    subtitle: null,
    product_id: productId,
    description: null,
    course_card_text: null,
    intro_video_youtube: null,
    contact_information: null,
    keywords: null,
    duration: null,
    banner_image_url: null,
    course_card_image_url: null,
    intro_video_wistia_identifier: null,
    administrator_user_ids: [],
    chapter_ids: [id * 10 + 1, id * 10 + 2, id * 10 + 3],
    reviews_enabled: false,
    user_id: null,
    instructor_id: 7001,
  }
}

export function bundleRow({ id, name, courseIds }: Bundle): Record<string, unknown> {
  const images = { banner_image_url: null, bundle_card_image_url: null }
  return { id, name, slug: slugOf(name), description: null, tagline: null, course_ids: courseIds, ...images }
}

export function productRow(product: Product): Record<string, unknown> {
  return {
    id: product.id,
    created_at: isoTime(product.createdAt),
    productable_id: product.productableId,
    productable_type: product.productableType,
    price: asString(product.price),
    position: 1,
    status: product.status,
    name: product.name,
    private: product.private,
    hidden: false,
    subscription: false,
    days_until_expiry: null,
    has_certificate: false,
    keywords: null,
    seo_title: null,
    seo_description: null,
    collection_ids: [],
    related_product_ids: [],
    description: null,
    card_image_url: null,
    slug: slugOf(product.name),
    instructor_names: 'Demo Instructor',
    product_prices: [],
  }
}

export function profileFieldRow({ id, label, fieldType, required }: ProfileField): Record<string, unknown> {
  return { id, label, field_type: fieldType, required }
}

/** `"1.0"`: Thinkific sends prices as strings. */
function asString(price: number): string {
  return Number.isInteger(price) ? `${price}.0` : String(price)
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}
