import type { Child } from 'hono/jsx'
import type { HolderCount } from '../../src/integrations/customer-access'
import type { Trigger } from '../../src/model/trigger'
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { DefinitionList } from '../parts/definition-list'
import { ForAdmins, useAdmin } from '../parts/for-admins'
import { Notice } from '../parts/notice'
import { type Crumb, PageHeader } from '../parts/page-header'
import { EarlierBuyersOffer, type EarlierCount } from './earlier-buyers'
import { countCustomers } from './holders'
import { PastEndingsOffer } from './past-endings'
import { RuleStatus } from './rule-list'

interface RuleShown {
  id: string
  name: string
  sentence: string
  on: boolean
  missing: string | null
  warnings: string[]
  facts: [string, Child][]
}

interface Left {
  target: string
  holders: HolderCount
  href: string
}

interface ShowRuleProps {
  base: string
  crumbs: Crumb[]
  rule: RuleShown
  /** Holders of the target the last edit replaced. */
  left: Left | null
  /** Open failures of the rule as it was, with another course. */
  failed: number
  earlier: EarlierCount
  /** Customers whose access it would end, had it been there. */
  past: EarlierCount & { trigger: Trigger }
  target: string
  formId: string
}

export function ShowRule({ base, crumbs, rule, left, failed, earlier, past, target, formId }: ShowRuleProps) {
  const at = `${base}/rules/${rule.id}`
  return (
    <div class="page narrow">
      <PageHeader
        title={<bdi>{rule.name}</bdi>}
        crumbs={crumbs}
        action={
          <LinkButton look="main" href={`${at}/edit`}>
            Edit
          </LinkButton>
        }
      />
      {left && (left.holders.count > 0 || left.holders.counting) && <LeftBehind left={left} />}
      {failed > 0 && <FailedBefore at={at} failed={failed} target={target} formId={formId} />}
      {earlier.buyers > 0 && <EarlierBuyersOffer at={at} earlier={earlier} target={target} />}
      {past.buyers > 0 && <PastEndingsOffer at={at} past={past} target={target} />}
      <Card>
        <div class="stack">
          <p class="answer">{rule.sentence}</p>
          <div>
            <RuleStatus {...rule} />
          </div>
          <DefinitionList facts={rule.facts} />
          <div class="row">
            <PostButton action={`${at}/activation`} values={{ on: rule.on ? 'no' : 'yes' }}>
              {rule.on ? 'Switch off' : 'Switch on'}
            </PostButton>
            <PostButton action={`${at}/copies`} values={{ id: formId }}>
              Duplicate
            </PostButton>
            <LinkButton look="remove" href={`${at}/delete`}>
              Delete
            </LinkButton>
            <ForAdmins>
              <LinkButton href={`${at}/undo`}>Undo what this rule did…</LinkButton>
            </ForAdmins>
          </div>
          {!rule.on && (
            <p class="muted small">While it is off, the log still says what it would have done, as “rule off”.</p>
          )}
        </div>
      </Card>
      <Card title="See what it does" dashed>
        <div class="stack">
          <p class="muted small">
            Try it explains what would happen. Send test event really does it, marked as a test.
          </p>
          <div class="row">
            <LinkButton icon="question" href={`${at}/try`}>
              Try it
            </LinkButton>
            <LinkButton icon="flask" href={`${at}/test`}>
              Send test event
            </LinkButton>
          </div>
        </div>
      </Card>
    </div>
  )
}

function LeftBehind({ left }: { left: Left }) {
  const admin = useAdmin()
  const who = countCustomers(left.holders, 'still holds', 'still hold')
  return (
    <Notice kind="warning" title={`${who} ${left.target}`} action={admin && <a href={left.href}>End their access</a>}>
      Editing a rule changes no one’s access.{!admin && ' An admin can end theirs.'}
    </Notice>
  )
}

function FailedBefore({ at, failed, target, formId }: { at: string; failed: number; target: string; formId: string }) {
  const isOne = failed === 1
  return (
    <Notice
      kind="warning"
      title={isOne ? '1 entry failed before this change' : `${failed} entries failed before this change`}
      action={
        <PostButton look="main" action={`${at}/reruns`} values={{ id: formId }}>
          {isOne ? 'Run 1 failed entry' : `Run ${failed} failed entries`}
        </PostButton>
      }
    >
      {isOne ? `Its event runs again, with ${target}.` : `Their events run again, with ${target}.`}
    </Notice>
  )
}
