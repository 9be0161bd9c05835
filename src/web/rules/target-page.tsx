/** Step three of New Rule, and the list its search returns. */
import type { Context } from 'hono'
import { ComboboxOptions } from '../../../views/parts/combobox'
import { poll } from '../../../views/parts/poll'
import { Frame } from '../../../views/rules/frame'
import { type FurtherProduct, StepThree } from '../../../views/rules/step-three'
import { findTimeZone } from '../../accounts/time-zone'
import { findInterval, isSubscriptionSeen } from '../../attention/missing-rules'
import { KINDS } from '../../integrations'
import type { Offer } from '../../integrations/catalog'
import type { Integration } from '../../integrations/store'
import { describeGone, labelOf, nounOf } from '../../integrations/target-names'
import type { Action } from '../../model/action'
import { EVERY_PRODUCT, PLAIN_OPTIONS, type Rule } from '../../model/rule'
import { labelTrigger, type Trigger } from '../../model/trigger'
import { listProducts } from '../../products/store'
import { countDays } from '../../rules/describe'
import { defaultName } from '../../rules/naming'
import { recommendRules } from '../../rules/recommend'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { textList } from '../http/form'
import { renderPage } from '../http/respond'
import { loadRefreshView } from '../integrations/refresh-view'
import { type ChoosableTargets, findChoice, loadChoosableTargets } from './choosable-targets'
import { type Draft, withKnownDays } from './draft'
import { phraseDraft } from './draft-sentence'
import { OPTION_FIELDS } from './options'
import { formSection, formStatus, formTitle, frame } from './step-pages'
import { isTypedId, searchOffers, unlistedStatus, withKeptTarget } from './targets'
import type { Wizard } from './wizard'

interface CompleteDraft {
  integration: Integration
  action: Action
  trigger: Trigger
}

export async function showStepThree(
  c: Context<Web>,
  made: Wizard,
  chosen: CompleteDraft,
  errors: Record<string, string>,
) {
  const base = marketplaceAddress(c)
  const { action, trigger, integration } = chosen
  const kind = action.target
  const { id: marketplace } = c.var.member.marketplace
  const [seen, choosable, zone, refresh] = await Promise.all([
    c.env.JOURNAL.getByName(marketplace).seen(),
    loadChoosableTargets(c, made, kind),
    findTimeZone(c.env.DB, marketplace),
    loadRefreshView(c.env, integration),
  ])
  const isFirst = choosable.offers === null && (refresh?.running ?? null) !== null
  const targets = { ...targetList(made.draft, choosable, kind), pending: isFirst ? pollList(base) : undefined }
  const target = findChoice(kind, choosable, { target: '', q: '', ...made.draft })
  const { gone } = choosable
  const shown = gone && target === null ? { target: describeGone(gone), ...errors } : errors
  const interval = findInterval(seen, made.draft.product ?? '')
  const main = (
    <Frame {...frame(c, made, 3)}>
      <StepThree
        base={base}
        draft={withKnownDays(made.draft, interval)}
        errors={shown}
        field={
          action.only === undefined ? { label: labelOf(kind), hint: KINDS.findTarget(kind)?.target.hint ?? '' } : null
        }
        reminder={action.reminder ?? null}
        others={made.rule === null ? await listFurtherProducts(c, made.draft.product ?? '') : []}
        sentence={phraseDraft(made.draft, made.productName, chosen, target)}
        targets={targets}
        action={made.rule === null ? `${base}/rules` : `${base}/rules/${made.rule.id}`}
        refresh={refresh}
        offered={{ ...listOffered(action, trigger, seen.marks), zone, daysHint: describeDays(made, interval) }}
        optionFields={OPTION_FIELDS}
        partners={
          made.rule === null ? listPartners(chosen, isSubscriptionSeen(seen, made.draft.product ?? ''), interval) : []
        }
      />
    </Frame>
  )
  const fragment = <ComboboxOptions {...targets} />
  return renderPage(c, { title: formTitle(made), section: formSection(made), main, fragment }, formStatus(errors))
}

/** The days count after a payment whose end no event names, so a wrong number locks payers out or lets others stay. */
function describeDays({ rule }: Wizard, interval: number | null): string {
  const end = rule?.options.end
  if (rule?.options.daysAssumed && end?.when === 'paid') {
    return `Assumed: ${countDays(end.days)}. Submit confirms them; change them if your plan’s payments are further apart.`
  }
  const paid = 'With “At the end of the paid period”, they count from the last successful payment'
  return interval === null
    ? `${paid}: enter the days between two payments of this product.`
    : `${paid}. Payments of this product were ${countDays(interval)} apart.`
}

/** The list that a search replaces, until it has been fetched. */
function pollList(base: string): Record<string, string> {
  return {
    ...poll(`${base}/rules/new`, 1),
    'hx-include': 'closest form',
    'hx-target': '#target-options',
    'hx-swap': 'innerMorph',
  }
}

function targetList({ q = '', target = '' }: Draft, { offers: listed, keep }: ChoosableTargets, kind: string) {
  const { shown, total } = searchOffers(withKeptTarget(kind, listed ?? [], keep), q)
  const options = shown.map((one) => ({ value: one.id, label: one.name, note: describeNote(kind, one) }))
  return { name: 'target', options, chosen: target, total, query: q, empty: describeEmpty(kind, listed, q.trim()) }
}

/** Ticks survive a refused form. */
async function listFurtherProducts(c: Context<Web>, product: string): Promise<FurtherProduct[]> {
  if (product === EVERY_PRODUCT) {
    return []
  }
  const sent = c.req.method === 'POST' ? await c.req.parseBody({ all: true }) : null
  const ticked = textList.catch([]).parse(sent?.also)
  const products = await listProducts(c.env.DB, c.var.member.marketplace.id)
  return products.filter(({ id }) => id !== product).map(({ id, name }) => ({ id, name, ticked: ticked.includes(id) }))
}

/** Longer than any name typed by hand; cuts pasted text. */
const ECHOED_CHARACTERS = 60

function describeEmpty(kind: string, listed: Offer[] | null, typed: string): string {
  const [noun, title] = [nounOf(kind), KINDS.findTarget(kind)?.kind.title ?? '']
  if (isTypedId(kind, typed)) {
    return `${title} lists no ${noun} ${typed}. Submit takes it as the ${noun}’s id.`
  }
  if (listed === null) {
    return `No ${noun}s are fetched yet. Refresh asks ${title}; or type the ${noun}’s id.`
  }
  if (listed.length === 0) {
    return `This site has no ${noun}s that ${title} lists. Create one there, then Refresh; or type the ${noun}’s id.`
  }
  const shown = [...typed].length > ECHOED_CHARACTERS ? `${[...typed].slice(0, ECHOED_CHARACTERS).join('')}…` : typed
  return `Nothing matches “${shown}”. Type less of the name, or the whole id.`
}

function describeNote(kind: string, { id, status, private: hidden }: Offer): string {
  const marks = [
    status === 'draft' || status === unlistedStatus({ kind }) ? status : '',
    hidden ? 'private' : '',
  ].filter(Boolean)
  return [id, ...marks].join(' · ')
}

function listOffered(action: Action, trigger: Trigger, marks: { id: string }[]) {
  const has = (mark: string) => marks.some(({ id }) => id === mark)
  return {
    effect: action.effect,
    notice: trigger === 'access.ends_soon',
    tests: has('test'),
    paidHint: has('period end')
      ? 'Your sender names that day. Where one event does not, the days below count from the last successful payment.'
      : 'No event has named that day yet, so the days below count from the last successful payment.',
    plainName: defaultName({ trigger, action: action.id, target: { kind: action.target, id: '', name: '…' } }, KINDS),
  }
}

/** Recommendations for a rule that enrolls, before its target is chosen. */
function listPartners(
  { integration, action, trigger }: CompleteDraft,
  subscriptionSeen: boolean,
  interval: number | null,
): string[] {
  if (action.effect !== 'opens') {
    return []
  }
  const rule: Rule = {
    id: '',
    marketplace: '',
    name: '',
    product: '',
    on: true,
    options: PLAIN_OPTIONS,
    trigger,
    integration: integration.id,
    integrationName: integration.name,
    site: integration.site,
    action: action.id,
    target: { kind: action.target, id: '', name: '' },
  }
  return recommendRules({ own: [rule], others: [], subscriptionSeen, interval, actions: KINDS })
    .filter(({ needsDays }) => !needsDays)
    .map((one) => labelTrigger(one.trigger))
}
