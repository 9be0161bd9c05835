import type { IntegrationKind } from '../../integrations/kind'
import { line } from '../http/form'

const INTEGRATION_NAME_CHARACTERS = 80

export const integrationName = line('The integration name', INTEGRATION_NAME_CHARACTERS)

/** What is echoed of a form: never a credential. */
export function withoutSecret({ form }: IntegrationKind, values: Record<string, string>): Record<string, string> {
  const secrets = form.fields(null).filter(({ type }) => type === 'password')
  return Object.fromEntries(Object.entries(values).filter(([field]) => !secrets.some(({ name }) => name === field)))
}
