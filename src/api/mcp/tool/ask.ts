/** The API's operations in process, with the same checks and refusals. A tool knows nothing but what these answer. */
import type { ApiCall } from '../../contract/call'
import type { RawRequest } from '../../contract/operation'
import { execute } from '../../execute'
import type { AttentionAnswers } from '../../resources/attention/description'
import type { CustomerAnswers } from '../../resources/customers/description'
import type { EntryAnswers } from '../../resources/entries/description'
import type { IntegrationAnswers } from '../../resources/integrations/description'
import type { ProductAnswers } from '../../resources/products/description'
import type { RuleAnswers } from '../../resources/rules/description'
import { API_ROUTES } from '../../routes'

type OperationAnswers = AttentionAnswers &
  CustomerAnswers &
  EntryAnswers &
  IntegrationAnswers &
  ProductAnswers &
  RuleAnswers
export type EntryRow = EntryAnswers['retryEntry']

/** The answer of an operation, by its name. */
export async function ask<Name extends keyof OperationAnswers>(
  call: ApiCall,
  name: Name,
  given: Partial<RawRequest> = {},
): Promise<OperationAnswers[Name]> {
  const route = API_ROUTES.find((one) => one.name === name)
  if (route === undefined) {
    throw new Error(`the API has no ${name}`)
  }
  const { body } = await execute(call, route, { params: {}, query: {}, body: {}, ...given })
  return body as OperationAnswers[Name]
}
