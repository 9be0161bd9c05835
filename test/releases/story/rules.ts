/** The rules of the story's two marketplaces. */
import { ART, BUNDLES, COURSES, PRODUCTS, YOGA } from './places'
import type { Rule } from './shop'

const CLUB_DAYS = { access: 'days', accessDays: '35' }
const TWO = COURSES['Course Two']

export const YOGA_RULES: Rule[] = [
  course(101, PRODUCTS.yoga, 'product.purchased', 'create_course', TWO),
  course(102, PRODUCTS.yoga, 'product.refunded', 'expire_course', TWO),
  course(103, PRODUCTS.breath, 'product.purchased', 'create_course', COURSES['Breath Basics']),
  course(104, PRODUCTS.breath, 'product.refunded', 'expire_course', COURSES['Breath Basics']),
  course(105, PRODUCTS.breath, 'product.partially_refunded', 'expire_course', COURSES['Breath Basics'], {
    removeAlways: 'on',
    end: 'later',
    endDays: '7',
  }),
  course(106, PRODUCTS.calm, 'product.purchased', 'create_bundle', BUNDLES['Calm Mind']),
  course(107, PRODUCTS.calm, 'product.refunded', 'expire_bundle', BUNDLES['Calm Mind']),
  course(108, PRODUCTS.club, 'product.purchased', 'create_bundle', BUNDLES['All Access'], CLUB_DAYS),
  course(109, PRODUCTS.club, 'subscription.charged', 'create_bundle', BUNDLES['All Access'], CLUB_DAYS),
  course(110, PRODUCTS.club, 'subscription.restarted', 'create_bundle', BUNDLES['All Access'], CLUB_DAYS),
  course(111, PRODUCTS.club, 'subscription.canceled', 'expire_bundle', BUNDLES['All Access'], {
    end: 'paid',
    endDays: '3',
  }),
  course(112, PRODUCTS.club, 'subscription.delinquent', 'expire_bundle', BUNDLES['All Access']),
  course(113, PRODUCTS.club, 'product.refunded', 'expire_bundle', BUNDLES['All Access']),
  course(114, PRODUCTS.oldWorkshop, 'product.purchased', 'create_course', COURSES['Workshop 2019']),
  course(115, PRODUCTS.mat, 'product.purchased', 'create_course', COURSES['Power Yoga Foundations']),
  course(116, PRODUCTS.sampler, 'product.purchased', 'create_course', COURSES['Morning Flow in 20 Minutes'], {
    tests: 'skip',
  }),
  course(117, PRODUCTS.handstand, 'product.purchased', 'create_course', COURSES['Handstand Workshop'], {
    access: 'days',
    accessDays: '14',
    name: 'Two weeks of handstands',
  }),
  // For every product.
  course(118, '*', 'subscription.restarted', 'create_course', COURSES['Course Three']),
  course(119, '*', 'product.partially_refunded', 'expire_course', COURSES['Course One']),
  ...of(YOGA.studio, 120, PRODUCTS.watercolor, 'bundle', BUNDLES['The Whole Studio']),
  ...of(YOGA.workshop, 122, PRODUCTS.throwing, 'course', COURSES.Throwing),
  ...of(YOGA.gallery, 124, PRODUCTS.prints, 'course', COURSES.Prints),
  ...of(YOGA.pottery, 126, PRODUCTS.glazes, 'course', COURSES.Glazes),
]

/** Numbers of the rules that are switched off: one of a product, one for every product. */
export const RULES_OFF = [115, 119]

export const ART_RULES: Rule[] = of(ART.academy, 201, 'mural', 'course', TWO)

function course(
  id: number,
  product: string,
  trigger: string,
  action: Rule['action'],
  target: number,
  options: Record<string, string> = {},
): Rule {
  return { id, product, integration: YOGA.academy, trigger, action, target, options }
}

/** Purchased → create, Refunded → expire. */
function of(integration: number, id: number, product: string, kind: 'course' | 'bundle', target: number): Rule[] {
  const rule = { product, integration, target }
  return [
    { ...rule, id, trigger: 'product.purchased', action: `create_${kind}` },
    { ...rule, id: id + 1, trigger: 'product.refunded', action: `expire_${kind}` },
  ]
}
