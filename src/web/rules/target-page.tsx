/** Step three of New Rule, and the list its search returns. */
import type { Context } from 'hono'
import { ComboboxOptions } from '../../../views/parts/combobox'
import { Frame } from '../../../views/rules/frame'
import { StepThree } from '../../../views/rules/step-three'
import type { Integration } from '../../integrations/store'
import type { Offer } from '../../integrations/thinkific/catalog/catalog'
import { type Action, isCreateAction, PLAIN_OPTIONS, type Rule, type TargetKind, targetKindOf } from '../../model/rule'
import { TRIGGER_LABELS, type Trigger } from '../../model/trigger'
import { defaultName } from '../../rules/naming'
import { recommendRules } from '../../rules/recommend'
import { phraseAction, phraseTrigger } from '../../rules/sentence'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { listOffers, loadCatalog } from '../integrations/catalog-copy'
import { loadRefreshView } from '../integrations/refresh-view'
import { isSubscriptionSeen } from './recommendations-view'
import { formSection, formStatus, formTitle, frame } from './step-pages'
import { isTypedId, searchOffers, UNLISTED, withKeptTarget } from './targets'
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
  const kind = targetKindOf(action)
  const seen = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).seen()
  const targets = targetList(made, listOffers(await loadCatalog(c.env, integration.id), kind), kind)
  const [before, after] = phraseTrigger(trigger)
  const [then] = phraseAction(trigger, action)
  const main = (
    <Frame {...frame(c, made, 3)}>
      <StepThree
        base={base}
        draft={made.draft}
        errors={errors}
        kind={kind === 'bundle' ? 'Bundle' : 'Course'}
        sentence={{ before, name: made.productName, after: `${after}, ${then.trim()}…` }}
        targets={targets}
        action={made.rule === null ? `${base}/rules` : `${base}/rules/${made.rule.id}`}
        refresh={await loadRefreshView(c.env, integration)}
        offered={listOffered(action, trigger, seen.marks)}
        partners={made.rule === null ? listPartners(chosen, isSubscriptionSeen(seen, made.draft.product ?? '')) : []}
      />
    </Frame>
  )
  const fragment = <ComboboxOptions {...targets} />
  return renderPage(c, { title: formTitle(made), section: formSection(made), main, fragment }, formStatus(errors))
}

function targetList({ draft, rule }: Wizard, listed: Offer[] | null, kind: TargetKind) {
  const { q = '', target = '' } = draft
  const { shown, total } = searchOffers(withKeptTarget(kind, listed ?? [], rule?.target ?? null), q)
  const options = shown.map((one) => ({ value: one.id, label: one.name, note: describeNote(one) }))
  return { name: 'target', options, chosen: target, total, query: q, empty: describeEmpty(kind, listed, q.trim()) }
}

/** Longer than any name typed by hand; cuts pasted text. */
const ECHOED_CHARACTERS = 60

function describeEmpty(kind: TargetKind, listed: Offer[] | null, typed: string): string {
  if (isTypedId(typed)) {
    return `Thinkific lists no ${kind} ${typed}. Submit takes it as the ${kind}’s id.`
  }
  if (listed === null) {
    return `No ${kind}s are fetched yet. Refresh asks Thinkific; or type the ${kind}’s id.`
  }
  if (listed.length === 0) {
    return `This site has no ${kind}s that Thinkific lists. Make one there, then Refresh; or type the ${kind}’s id.`
  }
  const shown = [...typed].length > ECHOED_CHARACTERS ? `${[...typed].slice(0, ECHOED_CHARACTERS).join('')}…` : typed
  return `Nothing matches “${shown}”. Type less of the name, or the whole id.`
}

function describeNote({ id, status, private: hidden }: Offer): string {
  const marks = [status === 'draft' || status === UNLISTED ? status : '', hidden ? 'private' : ''].filter(Boolean)
  return [id, ...marks].join(' · ')
}

function listOffered(action: Action, trigger: Trigger, marks: { id: string }[]) {
  const has = (mark: string) => marks.some(({ id }) => id === mark)
  return {
    opens: isCreateAction(action),
    tests: has('test'),
    paidHint: has('period end')
      ? 'Your sender names that day. Where one event does not, the days below count from the last successful charge.'
      : 'No event so far named that day, so the days below count from the last successful charge.',
    plainName: defaultName({ trigger, action, target: { kind: targetKindOf(action), id: '', name: '…' } }),
  }
}

/** Recommendations for a rule that enrolls, before its target is chosen. */
function listPartners({ integration, action, trigger }: CompleteDraft, subscriptions: boolean): string[] {
  if (!isCreateAction(action)) {
    return []
  }
  const rule: Rule = {
    ...{ id: '', marketplace: '', name: '', product: '', on: true, options: PLAIN_OPTIONS, action, trigger },
    ...{ integration: integration.id, integrationName: integration.name, site: integration.site },
    target: { kind: targetKindOf(action), id: '', name: '' },
  }
  return recommendRules({ own: [rule], others: [], subscriptionSeen: subscriptions }).map(
    (one) => TRIGGER_LABELS[one.trigger],
  )
}
