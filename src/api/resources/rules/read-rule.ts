/** A rule as a program wrote it, checked against what its integration offers. */
import { KINDS } from '../../../integrations'
import { findTrigger } from '../../../integrations/action-triggers'
import { findIntegration, type Integration } from '../../../integrations/store'
import type { Action } from '../../../model/action'
import { NO_CHOICE, type Target } from '../../../model/rule'
import { checkOptions } from '../../../rules/check-options'
import { defaultName } from '../../../rules/naming'
import type { RuleDraft } from '../../../rules/store'
import type { ApiCall } from '../../contract/call'
import { invalid, invalidField } from '../../contract/problem'
import { resolveTarget } from '../resolve-target'
import type { TypedOptions } from './operations'
import { OPTION_NAMES, readOptions } from './rule-json'

export interface RuleBody {
  product: string
  integration: string
  action: string
  trigger: string
  target?: string | null | undefined
  name?: string | undefined
  options?: TypedOptions | undefined
}

/** Throws a problem that names each field at fault. @param keep the target it has, which no list need have */
export async function readRule(
  call: ApiCall,
  typed: RuleBody,
  keep: Target | null,
): Promise<Omit<RuleDraft, 'id' | 'on'>> {
  const { env, marketplace } = call
  const integration = await findIntegration(env.DB, marketplace.id, typed.integration)
  if (integration === null) {
    throw invalidField('body.integration', 'This marketplace has no such integration.')
  }
  const kind = KINDS.find(integration.kind)
  const action = kind?.actions.find(({ id }) => id === typed.action)
  if (action === undefined) {
    throw invalidField('body.action', `Its integration offers: ${kind?.actions.map(({ id }) => id).join(', ')}.`)
  }
  const trigger = findTrigger(action.id, typed.trigger)
  if (trigger === null) {
    throw invalidField('body.trigger', 'This action has no such trigger.')
  }
  const target = await readTarget(call, integration, action, typed.target ?? '', keep)
  const checked = checkOptions(action, trigger, readOptions(typed.options ?? {}))
  if ('problems' in checked) {
    const errors = checked.problems.map(({ option, sentence }) => ({
      path: `body.options.${Object.entries(OPTION_NAMES).find(([, name]) => name === option)?.[0]}`,
      message: sentence,
    }))
    throw invalid(errors)
  }
  return {
    marketplace: marketplace.id,
    product: typed.product,
    integration: integration.id,
    action: action.id,
    trigger,
    target,
    name: typed.name ?? defaultName({ action: action.id, trigger, target }, KINDS),
    options: checked.options,
  }
}

async function readTarget(
  call: ApiCall,
  integration: Integration,
  { target: kind, only }: Action,
  id: string,
  keep: Target | null,
): Promise<Target> {
  if (only !== undefined) {
    if (id !== NO_CHOICE) {
      throw invalidField('body.target', 'This action has nothing to choose.')
    }
    return { kind, id: NO_CHOICE, name: only }
  }
  if (keep !== null && keep.kind === kind && keep.id === id) {
    return keep
  }
  return resolveTarget(call, integration, { kind, id }, 'body.target')
}
