/** The fields an integration's forms share. */
import { z } from 'zod'
import { parseSiteAddress } from '../../integrations/thinkific/client/site-address'
import { line } from '../http/form'

const INTEGRATION_NAME_CHARACTERS = 80
/** What Thinkific allows every site that has not agreed on more. */
export const DEFAULT_PACE = 120
/** The most a Plus plan gets. */
export const HIGHEST_PACE = 1000

export const integrationName = line('The integration name', INTEGRATION_NAME_CHARACTERS)

/** Any address of a Thinkific site, read as the site's name. */
export const siteField = z.string({ error: 'The Site URL is missing.' }).transform((typed, context) => {
  const answer = parseSiteAddress(typed)
  if (answer.ok) {
    return answer.site
  }
  context.addIssue({ code: 'custom', message: answer.sentence })
  return z.NEVER
})

/** Said at the name when another integration bears it. */
export const NAME_TAKEN = 'Another integration has this name. Give this one its own, so that rules can tell them apart.'

/** What is echoed of a form: never the key. */
export function withoutKey(values: Record<string, string>): Record<string, string> {
  const { key: _, ...rest } = values
  return rest
}
