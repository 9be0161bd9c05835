/**
 * Addresses that forms of 0.1.0 post to: one that stayed open while a new version was deployed still does what it says.
 * And where a form is shown again after it was refused, loading that address opens the form.
 */
import type { Hono } from 'hono'
import type { Web } from './http/context'

export const MOVED: Record<string, string> = {
  '/account/sessions/delete': '/account/sessions/endings',
  '/account/sessions/:session/delete': '/account/sessions/:session/endings',
  '/m/:marketplace/customers/:email/correction': '/m/:marketplace/customers/:email/corrections',
  '/m/:marketplace/customers/:email/end': '/m/:marketplace/customers/:email/endings',
  '/m/:marketplace/customers/:email/enroll': '/m/:marketplace/customers/:email/enrollments',
  '/m/:marketplace/customers/:email/erasure': '/m/:marketplace/customers/:email/erasures',
  '/m/:marketplace/integrations/:integration/delete': '/m/:marketplace/integrations/:integration/deletions',
  '/m/:marketplace/integrations/:integration/mapping': '/m/:marketplace/integrations/:integration/mappings',
  '/m/:marketplace/integrations/:integration/mapping/:mapping/delete':
    '/m/:marketplace/integrations/:integration/mappings/:mapping/deletions',
  '/m/:marketplace/integrations/:integration/refresh': '/m/:marketplace/integrations/:integration/catalog/refreshes',
  '/m/:marketplace/logs/:entry/give-up': '/m/:marketplace/entries/:entry/endings',
  '/m/:marketplace/logs/:entry/replay': '/m/:marketplace/entries/:entry/replays',
  '/m/:marketplace/logs/:entry/retry': '/m/:marketplace/entries/:entry/retries',
  '/m/:marketplace/logs/:entry/undo-test': '/m/:marketplace/entries/:entry/undos',
  '/m/:marketplace/rules/back': '/m/:marketplace/rules/drafts',
  '/m/:marketplace/rules/recommended': '/m/:marketplace/rules/recommendations',
  '/m/:marketplace/rules/refresh': '/m/:marketplace/rules/catalog/refreshes',
  '/m/:marketplace/rules/:rule/delete': '/m/:marketplace/rules/:rule/deletions',
  '/m/:marketplace/rules/:rule/test': '/m/:marketplace/rules/:rule/test-events',
  '/m/:marketplace/team/invitations/:invitation/delete': '/m/:marketplace/team/invitations/:invitation/withdrawals',
  '/m/:marketplace/team/leave': '/m/:marketplace/team/departures',
  '/m/:marketplace/team/members/:member/delete': '/m/:marketplace/team/members/:member/removals',
  '/m/:marketplace/team/members/:member/reset-link': '/m/:marketplace/team/members/:member/password-links',
  '/m/:marketplace/webhook': '/m/:marketplace/webhook/endpoints',
  '/m/:marketplace/webhook/secrets/:secret/delete': '/m/:marketplace/webhook/secrets/:secret/revocations',
}

/** By the address that shows the form again. */
const FORMS: Record<string, string> = {
  '/m/:marketplace/customers/:email/corrections': '/m/:marketplace/customers/:email/correction',
  '/m/:marketplace/customers/:email/enrollments': '/m/:marketplace/customers/:email/enroll',
  '/m/:marketplace/integrations/:integration/mappings': '/m/:marketplace/integrations/:integration/mapping',
  '/m/:marketplace/rules/:rule/test-events': '/m/:marketplace/rules/:rule/test',
}

export function routeOldAddresses(app: Hono<Web>): void {
  for (const [from, to] of Object.entries(MOVED)) {
    // 307: the browser posts the form again, to the new address.
    app.post(from, (c) => c.redirect(fill(to, c.req.param()), 307))
  }
  for (const [from, to] of Object.entries(FORMS)) {
    app.get(from, (c) => c.redirect(fill(to, c.req.param()), 303))
  }
}

function fill(pattern: string, parameters: Record<string, string>): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''))
}
