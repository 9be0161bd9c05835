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
  integrationDeletion: (id: string) => `/integrations/${id}/deletions`,
  mappings: (id: string) => `/integrations/${id}/mappings`,
  products: '/products',
  rules: '/rules',
  activation: (rule: string) => `/rules/${rule}/activation`,
  ruleCopies: (rule: string) => `/rules/${rule}/copies`,
  endpoints: '/webhook/endpoints',
  secrets: '/webhook/secrets',
  invitations: '/team/invitations',
  newPasswordLink: (member: string) => `/team/members/${member}/password-links`,
  retry: (entry: string) => `${acts(entry)}/retries`,
  replay: (entry: string) => `${acts(entry)}/replays`,
  givingUp: (entry: string) => `${acts(entry)}/endings`,
  undoing: (entry: string) => `${acts(entry)}/undos`,
  correction: (email: string) => `${customer(email)}/corrections`,
  erasure: (email: string) => `${customer(email)}/erasures`,
  enrollment: (email: string) => `${customer(email)}/enrollments`,
  ending: (email: string) => `${customer(email)}/endings`,
}

/** @param entry the address of its page */
function acts(entry: string): string {
  return entry.replace('/logs/', '/entries/')
}

function customer(email: string): string {
  return `/customers/${encodeURIComponent(email)}`
}
