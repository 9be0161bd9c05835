import { z } from 'zod'
import { parseSiteAddress } from '../../integrations/thinkific/client/site-address'
import { line } from '../http/form'

const INTEGRATION_NAME_CHARACTERS = 80
/** Thinkific's limit for every site without a higher agreed one. */
export const DEFAULT_PACE = 120
/** The highest on a Plus plan. */
export const HIGHEST_PACE = 1000

export const integrationName = line('The integration name', INTEGRATION_NAME_CHARACTERS)

/** Accepts any address of a Thinkific site and returns the site's name. */
export const siteField = z.string({ error: 'The Site URL is missing.' }).transform((typed, context) => {
  const answer = parseSiteAddress(typed)
  if (answer.ok) {
    return answer.site
  }
  context.addIssue({ code: 'custom', message: answer.sentence })
  return z.NEVER
})

export const NAME_TAKEN = 'Another integration has this name. Give this one its own, so that rules can tell them apart.'

/** The key is never echoed. */
export function withoutKey(values: Record<string, string>): Record<string, string> {
  const { key: _, ...rest } = values
  return rest
}
