import type { Context } from 'hono'
import type { Errors } from '../../../views/parts/error-summary'
import type { SelectOption } from '../../../views/parts/fields'
import { Frame, type FrameProps } from '../../../views/rules/frame'
import { Recommendations } from '../../../views/rules/recommendations'
import { StepOne } from '../../../views/rules/step-one'
import { StepTwo } from '../../../views/rules/step-two'
import { KINDS } from '../../integrations'
import { listTriggers } from '../../integrations/action-triggers'
import { labelOf } from '../../integrations/target-names'
import { EVERY_PRODUCT } from '../../model/rule'
import {
  categoryOf,
  hasMeaning,
  isCourseTrigger,
  labelTrigger,
  TRIGGER_CATEGORIES,
  TRIGGER_MEANINGS,
} from '../../model/trigger'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { listCategories } from './categories'
import { complete, stepAddress, type WizardStep } from './draft'
import { listMissingFor, toRecommendationsView } from './recommendations-view'
import type { Wizard } from './wizard'

export async function showStepOne(c: Context<Web>, made: Wizard, errors: Errors) {
  const base = marketplaceAddress(c)
  const product = made.draft.product ?? ''
  const missing = made.rule === null ? await listMissingFor(c, product) : []
  const main = (
    <Frame {...frame(c, made, 1)}>
      <StepOne
        base={base}
        draft={made.draft}
        errors={errors}
        integrations={made.integrations.map(({ id, name }) => ({ value: id, label: name }))}
        actions={listActions(made.integrations)}
        kinds={KINDS.nameKinds([])}
        back={cancelAddress(c, made)}
      />
      <Recommendations
        base={base}
        product={product}
        formId={crypto.randomUUID()}
        rules={missing.map((one) => toRecommendationsView(one, base, product))}
      />
    </Frame>
  )
  return renderPage(c, { title: formTitle(made), section: formSection(made), main }, formStatus(errors))
}

export async function showStepTwo(c: Context<Web>, made: Wizard, errors: Errors) {
  const { action = '', trigger: chosen = '' } = made.draft
  const { triggers } = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).seen()
  const seen = [...new Set([...triggers.map(({ id }) => id), chosen])]
  const main = (
    <Frame {...frame(c, made, 2)}>
      <StepTwo
        base={marketplaceAddress(c)}
        draft={made.draft}
        errors={errors}
        triggers={groupTriggers(action, seen)}
        categories={listCategories(action)}
        hint={describeTriggers(action, seen)}
        meanings={listTriggers(action, seen)
          .filter(hasMeaning)
          .map((one) => [labelTrigger(one), TRIGGER_MEANINGS[one]])}
      />
    </Frame>
  )
  return renderPage(c, { title: formTitle(made), section: formSection(made), main }, formStatus(errors))
}

export function frame(c: Context<Web>, made: Wizard, current: WizardStep): FrameProps {
  const { draft, productName, integration } = made
  const base = marketplaceAddress(c)
  const chosen = complete(draft)
  const action = KINDS.findByAction(draft.action ?? '') && KINDS.action(draft.action ?? '')
  const labels = [
    current > 1 && action && integration ? `${action.label} on ${integration.name}` : 'Integration and action',
    current > 2 && chosen ? labelTrigger(chosen.trigger) : 'Trigger',
    action?.only === undefined ? labelOf(action?.target ?? KINDS.actions[0]?.target ?? '') : 'Options',
  ]
  const steps = labels.map((label, index) => {
    const step = (index + 1) as WizardStep
    if (step < current) {
      return { label, state: 'done' as const, href: stepAddress(base, draft, step) }
    }
    return { label, state: step === current ? ('current' as const) : ('ahead' as const) }
  })
  const global = draft.product === EVERY_PRODUCT
  const crumbs = [
    { label: global ? 'Integrations' : productName, href: productAddress(base, draft.product ?? '') },
    { label: global ? 'Global Rules' : 'Integrations', href: productAddress(base, draft.product ?? '') },
  ]
  return { title: formTitle(made), crumbs, steps }
}

/** Under their category's name where there are several. */
function groupTriggers(action: string, seen: string[]): SelectOption[] {
  const triggers = listTriggers(action, seen)
  const grouped = new Set(triggers.map(categoryOf)).size > 1
  return triggers.map((trigger) => ({
    value: trigger,
    label: labelTrigger(trigger),
    ...(grouped ? { group: TRIGGER_CATEGORIES[categoryOf(trigger)].label } : {}),
  }))
}

const ACCESS_HINT =
  'Access triggers run once access has really changed, whatever changed it; Access Ends in N Days asks for the days in the next step.'

function describeTriggers(action: string, seen: string[]): string {
  const always = 'Subscription Delinquent counts as Subscription Canceled too, so a rule on Canceled covers both.'
  const hasAccess = KINDS.action(action).categories.includes('access')
  const lacksCourses = KINDS.action(action).categories.includes('courses') && !seen.some(isCourseTrigger)
  const known = hasAccess ? `${always} ${ACCESS_HINT}` : always
  return lacksCourses
    ? `${known} Courses triggers appear here once a sender has posted one: an event whose type begins with course., such as course.completed.`
    : known
}

/** Those of the kinds a marketplace has integrations of; under the kind's title where there are several. */
function listActions(integrations: Wizard['integrations']): SelectOption[] {
  const kinds = KINDS.all.filter(({ id }) => integrations.some(({ kind }) => kind === id))
  return kinds.flatMap(({ title, actions }) =>
    actions.map(({ id, label }) => ({ value: id, label, ...(kinds.length > 1 ? { group: title } : {}) })),
  )
}

export function formTitle({ rule }: Wizard): string {
  return rule === null ? 'New Rule' : 'Edit Rule'
}

export function formSection({ draft }: Wizard): 'Integrations' | 'Products' {
  return draft.product === EVERY_PRODUCT ? 'Integrations' : 'Products'
}

export function formStatus(errors: Errors): 200 | 422 {
  return Object.keys(errors).length > 0 ? 422 : 200
}

function cancelAddress(c: Context<Web>, { draft, rule }: Wizard): string {
  return rule === null
    ? productAddress(marketplaceAddress(c), draft.product ?? '')
    : `${marketplaceAddress(c)}/rules/${rule.id}`
}
