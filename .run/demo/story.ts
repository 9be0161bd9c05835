/** What the demo shows in its first minute: a small school, its rules, and customers whose access was not trivial. */
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

interface DemoRule {
  integration: keyof typeof INTEGRATIONS
  product: keyof typeof PRODUCTS
  trigger: string
  action: 'create_course' | 'expire_course' | 'create_bundle' | 'expire_bundle'
  target: number
  options?: Record<string, string>
}

const COURSE_TWO = ACADEMY_COURSES['Course Two']
const BREATH = ACADEMY_COURSES['Breath Basics']
const ALL_ACCESS = ACADEMY_BUNDLES['All Access']
const WHOLE_STUDIO = STUDIO_BUNDLES['The Whole Studio']
/** A course that was deleted in Thinkific. */
const GONE = 1999
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
    trigger: 'subscription.canceled',
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
  { integration: 'Academy', product: '350888', trigger: 'product.purchased', action: 'create_course', target: GONE },
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

export interface DemoEvent {
  type: string
  /** How long ago it happened. */
  daysAgo: number
  email: string
  name: [string, string]
  product: keyof typeof PRODUCTS
  order: string
  subscription?: string
  role?: string
}

const INES = { email: 'ines@example.com', name: ['Ines', 'Marchetti'] as [string, string] }
const BEN = { email: 'ben.okafor@example.com', name: ['Ben', 'Okafor'] as [string, string] }
const MIRA = { email: 'mira.sol@example.com', name: ['Mira', 'Sol'] as [string, string] }
const NADIA = { email: 'nadia@example.com', name: ['Nadia', 'Koch'] as [string, string] }
const TOMAS = { email: 'tomas.lind@example.com', name: ['Tomas', 'Lind'] as [string, string] }

/** Told in this order, each after the one before came to its end. */
export const EVENTS: DemoEvent[] = [
  { type: 'product.purchased', daysAgo: 9, ...MIRA, product: '350399', order: '19026018' },
  { type: 'product.purchased', daysAgo: 8, ...INES, product: '440369', order: '19026044', subscription: '551122' },
  { type: 'product.purchased', daysAgo: 6, ...INES, product: '350399', order: '19026101', role: 'upsell' },
  { type: 'product.purchased', daysAgo: 5, ...TOMAS, product: '500100', order: '19026110' },
  { type: 'product.purchased', daysAgo: 4, ...NADIA, product: '350888', order: '19026120' },
  { type: 'product.purchased', daysAgo: 3, ...TOMAS, product: '350950', order: '19026131' },
  { type: 'subscription.charged', daysAgo: 1, ...INES, product: '440369', order: '19026044', subscription: '551122' },
  // The refund overtakes its purchase on the way; the purchase must not re-open what the refund closed.
  { type: 'product.refunded', daysAgo: 0.5, ...BEN, product: '350777', order: '19026140' },
  { type: 'product.purchased', daysAgo: 2, ...BEN, product: '350777', order: '19026140' },
  // Ines gets her money back for the one course; the club still grants it.
  { type: 'product.refunded', daysAgo: 0.2, ...INES, product: '350399', order: '19026101' },
]

/** Told after somebody reset Studio's API key in Thinkific: it waits until the new key is entered. */
export const LAST_EVENT: DemoEvent = {
  type: 'product.purchased',
  daysAgo: 0.01,
  ...MIRA,
  product: '500100',
  order: '19026163',
  role: 'order_bump',
}
export const STUDIO_NEW_KEY = 'demo-studio-api-key-after-reset0'
