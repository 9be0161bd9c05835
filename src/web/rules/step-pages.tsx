/** The three steps of New Rule as pages. */
import type { Context } from 'hono'
import { Frame, type FrameProps } from '../../../views/rules/frame'
import { Recommended } from '../../../views/rules/recommended'
import { StepOne } from '../../../views/rules/step-one'
import { StepTwo } from '../../../views/rules/step-two'
import { ACTION_LABELS, ACTIONS, EVERY_PRODUCT, targetKindOf } from '../../model/rule'
import { TRIGGER_LABELS, TRIGGERS } from '../../model/trigger'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { page } from '../http/respond'
import { COURSES_REASON, type Step, settled, stepAddress } from './draft'
import type { Making } from './making'
import { missingFor, recommendedView } from './recommended-view'

type Errors = Record<string, string>

export async function showStepOne(c: Context<Web>, made: Making, errors: Errors) {
  const base = baseOf(c)
  const product = made.draft.product ?? ''
  const missing = made.rule === null ? (await missingFor(c, product)).map(recommendedView) : []
  const main = (
    <Frame {...frame(c, made, 1)}>
      <StepOne
        base={base}
        draft={made.draft}
        errors={errors}
        integrations={made.integrations.map(({ id, name }) => ({ value: id, label: name }))}
        actions={ACTIONS.map((action) => ({ value: action, label: ACTION_LABELS[action] }))}
        back={cancelAddress(c, made)}
      />
      <Recommended base={base} product={product} formId={crypto.randomUUID()} rules={missing} />
    </Frame>
  )
  return page(c, { title: titleOf(made), section: sectionOf(made), main }, statusOf(errors))
}

export function showStepTwo(c: Context<Web>, made: Making, errors: Errors) {
  const main = (
    <Frame {...frame(c, made, 2)}>
      <StepTwo
        base={baseOf(c)}
        draft={made.draft}
        errors={errors}
        triggers={TRIGGERS.map((trigger) => ({ value: trigger, label: TRIGGER_LABELS[trigger] }))}
        coursesReason={COURSES_REASON}
      />
    </Frame>
  )
  return page(c, { title: titleOf(made), section: sectionOf(made), main }, statusOf(errors))
}

/** Title, crumbs and trail of a step: what was chosen leads back to where it was. */
export function frame(c: Context<Web>, made: Making, current: Step): FrameProps {
  const { draft, productName, integration } = made
  const base = baseOf(c)
  const chosen = settled(draft)
  const action = ACTIONS.find((one) => one === draft.action)
  const labels = [
    current > 1 && action && integration ? `${ACTION_LABELS[action]} on ${integration.name}` : 'Integration and action',
    current > 2 && chosen ? TRIGGER_LABELS[chosen.trigger] : 'Trigger',
    action && targetKindOf(action) === 'bundle' ? 'Bundle' : 'Course',
  ]
  const steps = labels.map((label, index) => {
    const step = (index + 1) as Step
    if (step < current) return { label, state: 'done' as const, href: stepAddress(base, draft, step) }
    return { label, state: step === current ? ('current' as const) : ('ahead' as const) }
  })
  const global = draft.product === EVERY_PRODUCT
  const crumbs = [
    { label: global ? 'Integrations' : productName, href: productAddress(base, draft.product ?? '') },
    { label: global ? 'Global Rules' : 'Integrations', href: productAddress(base, draft.product ?? '') },
  ]
  return { title: titleOf(made), crumbs, steps }
}

export function titleOf({ rule }: Making): string {
  return rule === null ? 'New Rule' : 'Edit Rule'
}

export function sectionOf({ draft }: Making): 'Integrations' | 'Products' {
  return draft.product === EVERY_PRODUCT ? 'Integrations' : 'Products'
}

export function statusOf(errors: Errors): 200 | 422 {
  return Object.keys(errors).length > 0 ? 422 : 200
}

function cancelAddress(c: Context<Web>, { draft, rule }: Making): string {
  return rule === null ? productAddress(baseOf(c), draft.product ?? '') : `${baseOf(c)}/rules/${rule.id}`
}
