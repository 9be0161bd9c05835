/**
 * All that the tests of earlier releases take from the product and from other tests. They go through its front doors
 * (requests, queues, the objects' alarms), so what moves inside of it is followed here and nowhere else.
 */
export { default as worker } from '../../src/index'
export { ACADEMY, ACADEMY_BUNDLES, ACADEMY_COURSES, ACADEMY_FIELDS, addDemoSites, STUDIO } from '../simulator/academy'
export { createSimulator, type Simulator } from '../simulator/simulator'
export type { Snapshot } from '../simulator/snapshot'
export { type Answer, ORIGIN, PASSWORD, Person, SETUP_TOKEN } from '../worker/person'

/** The objects' bindings. Every object is named: a journal after its marketplace, a site after its subdomain. */
export const OBJECTS = { journals: 'JOURNAL', sites: 'THINKIFIC_SITE' } as const
/** Where the fixed ids of forms begin. */
const FORM_ID = '00000000-0000-4000-8000-'

/** An id as forms carry it, always the same for a number. */
export function formId(n: number): string {
  return FORM_ID + String(n).padStart(12, '0')
}

/** Where the pages' forms are sent, below `/m/:marketplace`. Addresses that are only read are stable; these may move. */
export const FORMS = {
  integrations: '/integrations',
  integration: (id: string) => `/integrations/${id}`,
  integrationDeletion: (id: string) => `/integrations/${id}/delete`,
  mapping: (id: string) => `/integrations/${id}/mapping`,
  products: '/products',
  rules: '/rules',
  activation: (rule: string) => `/rules/${rule}/activation`,
  ruleCopies: (rule: string) => `/rules/${rule}/copies`,
  webhook: '/webhook',
  secrets: '/webhook/secrets',
  invitations: '/team/invitations',
  newPasswordLink: (member: string) => `/team/members/${member}/reset-link`,
  retry: (entry: string) => `${entry}/retry`,
  replay: (entry: string) => `${entry}/replay`,
  givingUp: (entry: string) => `${entry}/give-up`,
  undoing: (entry: string) => `${entry}/undo-test`,
  correction: (email: string) => `${customer(email)}/correction`,
  erasure: (email: string) => `${customer(email)}/erasure`,
  enrollment: (email: string) => `${customer(email)}/enroll`,
  ending: (email: string) => `${customer(email)}/end`,
}

function customer(email: string): string {
  return `/customers/${encodeURIComponent(email)}`
}
