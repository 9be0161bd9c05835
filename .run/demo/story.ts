/** What the demo is set up with: a small school, what it sells, and its rules. What happened there is in month.ts. */
import { EVERY_PRODUCT } from '../../src/model/rule'
import { ACADEMY, ACADEMY_BUNDLES, ACADEMY_COURSES, STUDIO, STUDIO_BUNDLES } from '../../test/simulator/academy'

export const OWNER = {
  name: 'Demo Owner',
  email: 'demo@example.com',
  password: 'demo-password',
  marketplace: 'Demo Marketplace',
}

export const INTEGRATIONS = {
  Academy: { site: ACADEMY.subdomain, key: ACADEMY.apiKey },
  Studio: { site: STUDIO.subdomain, key: STUDIO.apiKey },
}

export const PRODUCTS = {
  '350399': 'Power Yoga',
  '440369': 'All Access Club',
  '350777': 'Breath Basics',
  '350888': 'Old Workshop',
  '500100': 'Watercolor Year',
  '350950': 'Yoga Mat',
} as const

/** The Notify URL that leads to the receiver beside the simulator. */
export const RECEIVER = 'My CRM'

export interface DemoRule {
  integration: keyof typeof INTEGRATIONS | typeof RECEIVER
  product: keyof typeof PRODUCTS | typeof EVERY_PRODUCT
  trigger: string
  action: 'create_course' | 'expire_course' | 'create_bundle' | 'expire_bundle' | 'send_notify_url_post'
  target?: number
  options?: Record<string, string>
}

const COURSE_TWO = ACADEMY_COURSES['Course Two']
const BREATH = ACADEMY_COURSES['Breath Basics']
const ALL_ACCESS = ACADEMY_BUNDLES['All Access']
const WHOLE_STUDIO = STUDIO_BUNDLES['The Whole Studio']
/** A course that is deleted in Thinkific later on. */
export const DOOMED = { id: 1999, name: 'Workshop 2019' }
/** A month and a few days of grace, extended by every payment. */
const CLUB_DAYS = { access: 'days', accessDays: '35' }

export const RULES: DemoRule[] = [
  {
    integration: 'Academy',
    product: '350399',
    trigger: 'product.purchased',
    action: 'create_course',
    target: COURSE_TWO,
  },
  {
    integration: 'Academy',
    product: '350399',
    trigger: 'product.refunded',
    action: 'expire_course',
    target: COURSE_TWO,
  },
  {
    integration: 'Academy',
    product: '440369',
    trigger: 'product.purchased',
    action: 'create_bundle',
    target: ALL_ACCESS,
    options: CLUB_DAYS,
  },
  {
    integration: 'Academy',
    product: '440369',
    trigger: 'subscription.charged',
    action: 'create_bundle',
    target: ALL_ACCESS,
    options: CLUB_DAYS,
  },
  {
    integration: 'Academy',
    product: '440369',
    trigger: 'subscription.recovered',
    action: 'create_bundle',
    target: ALL_ACCESS,
    options: CLUB_DAYS,
  },
  {
    integration: 'Academy',
    product: '440369',
    trigger: 'subscription.canceled',
    action: 'expire_bundle',
    target: ALL_ACCESS,
  },
  {
    integration: 'Academy',
    product: '440369',
    trigger: 'product.refunded',
    action: 'expire_bundle',
    target: ALL_ACCESS,
  },
  {
    integration: 'Academy',
    product: '440369',
    trigger: 'subscription.restarted',
    action: 'create_bundle',
    target: ALL_ACCESS,
    options: CLUB_DAYS,
  },
  { integration: 'Academy', product: '350777', trigger: 'product.purchased', action: 'create_course', target: BREATH },
  { integration: 'Academy', product: '350777', trigger: 'product.refunded', action: 'expire_course', target: BREATH },
  {
    integration: 'Academy',
    product: '350888',
    trigger: 'product.purchased',
    action: 'create_course',
    target: DOOMED.id,
  },
  {
    integration: 'Studio',
    product: '500100',
    trigger: 'product.purchased',
    action: 'create_bundle',
    target: WHOLE_STUDIO,
    options: { access: 'days', accessDays: '365' },
  },
  {
    integration: 'Studio',
    product: '500100',
    trigger: 'product.refunded',
    action: 'expire_bundle',
    target: WHOLE_STUDIO,
  },
]

export const POSTS_EVERY_PURCHASE: DemoRule = {
  integration: RECEIVER,
  product: EVERY_PRODUCT,
  trigger: 'product.purchased',
  action: 'send_notify_url_post',
}

/** Studio's key once it was reset in Thinkific. */
export const STUDIO_NEW_KEY = 'demo-studio-api-key-after-reset0'
