import type { HolderCount } from '../../src/integrations/customer-access'
import { ConfirmPage } from '../parts/confirm-page'
import { ForAdmins } from '../parts/for-admins'
import type { Crumb } from '../parts/page-header'
import { countCustomers } from './holders'

interface DeleteRuleProps {
  base: string
  crumbs: Crumb[]
  rule: { id: string; name: string; target: string }
  holders: HolderCount
  endings: string
}

export function DeleteRule({ base, crumbs, rule, holders, endings }: DeleteRuleProps) {
  const sentence = countCustomers(holders, 'holds', 'hold')
  return (
    <ConfirmPage
      title={`Delete the rule “${rule.name}”?`}
      crumbs={crumbs}
      takes={[
        'New events no longer run it.',
        'Customers waiting for it are left as they are; their log entries will say “rule off”.',
      ]}
      stays={[
        `${sentence} ${rule.target}, and ${holders.count === 1 ? 'keeps' : 'keep'} it: deleting a rule changes no one’s access.`,
        ...(holders.count > 0 || holders.counting
          ? [
              <ForAdmins otherwise="If they should lose it, ask an admin to end their access first.">
                If they should lose it, <a href={endings}>end their access</a> first.
              </ForAdmins>,
            ]
          : []),
        'To compare or pause, switch the rule off instead.',
      ]}
      action={`${base}/rules/${rule.id}/deletions`}
      confirm="Delete Rule"
      back={`${base}/rules/${rule.id}`}
    />
  )
}
