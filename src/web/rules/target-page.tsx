/** The third step of New Rule, and the short list its search asks for. */
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
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { page } from '../http/respond'
import { catalogOf, listedOf } from '../integrations/catalog-copy'
import { refreshView } from '../integrations/refresh-view'
import type { Making } from './making'
import { subscriptionSeen } from './recommended-view'
import { frame, sectionOf, statusOf, titleOf } from './step-pages'
import { isTypedId, search, UNLISTED, withKept } from './targets'

export interface Settled {
  integration: Integration
  action: Action
  trigger: Trigger
}

export async function showStepThree(c: Context<Web>, made: Making, chosen: Settled, errors: Record<string, string>) {
  const base = baseOf(c)
  const { action, trigger, integration } = chosen
  const kind = targetKindOf(action)
  const seen = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).seen()
  const targets = targetList(made, listedOf(await catalogOf(c.env, integration.id), kind), kind)
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
        refresh={await refreshView(c.env, integration)}
        offered={offeredOf(action, trigger, seen.marks)}
        partners={made.rule === null ? partnersOf(chosen, subscriptionSeen(seen, made.draft.product ?? '')) : []}
      />
    </Frame>
  )
  const fragment = <ComboboxOptions {...targets} />
  return page(c, { title: titleOf(made), section: sectionOf(made), main, fragment }, statusOf(errors))
}

function targetList({ draft, rule }: Making, listed: Offer[] | null, kind: TargetKind) {
  const { q = '', target = '' } = draft
  const { shown, total } = search(withKept(kind, listed ?? [], rule?.target ?? null), q)
  const options = shown.map((one) => ({ value: one.id, label: one.name, note: noteOf(one) }))
  return { name: 'target', options, chosen: target, total, query: q, empty: emptyWords(kind, listed, q.trim()) }
}

/** No one types a name longer than this; what was pasted is not told back whole. */
const TOLD_BACK_CHARACTERS = 60

function emptyWords(kind: TargetKind, listed: Offer[] | null, typed: string): string {
  if (isTypedId(typed)) return `Thinkific lists no ${kind} ${typed}. Submit takes it as the ${kind}’s id.`
  if (listed === null) return `No ${kind}s are fetched yet. Refresh asks Thinkific; or type the ${kind}’s id.`
  if (listed.length === 0)
    return `This site has no ${kind}s that Thinkific lists. Make one there, then Refresh; or type the ${kind}’s id.`
  const told =
    [...typed].length > TOLD_BACK_CHARACTERS ? `${[...typed].slice(0, TOLD_BACK_CHARACTERS).join('')}…` : typed
  return `Nothing matches “${told}”. Type less of the name, or the whole id.`
}

function noteOf({ id, status, private: hidden }: Offer): string {
  const marks = [status === 'draft' || status === UNLISTED ? status : '', hidden ? 'private' : ''].filter(Boolean)
  return [id, ...marks].join(' · ')
}

function offeredOf(action: Action, trigger: Trigger, marks: { id: string }[]) {
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

/** What most merchants add to a rule that opens: the same target's recommendations, before it is chosen. */
function partnersOf({ integration, action, trigger }: Settled, subscriptions: boolean): string[] {
  if (!isCreateAction(action)) return []
  const rule: Rule = {
    ...{ id: '', marketplace: '', name: '', product: '', on: true, options: PLAIN_OPTIONS, action, trigger },
    ...{ integration: integration.id, integrationName: integration.name, site: integration.site },
    target: { kind: targetKindOf(action), id: '', name: '' },
  }
  return recommendRules({ own: [rule], others: [], subscriptionSeen: subscriptions }).map(
    (one) => TRIGGER_LABELS[one.trigger],
  )
}
