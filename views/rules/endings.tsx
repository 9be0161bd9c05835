import type { HolderCount } from '../../src/integrations/customer-access'
import { ConfirmPage } from '../parts/confirm-page'
import type { Crumb } from '../parts/page-header'
import { countCustomers } from './holders'

interface EndingsProps {
  id: string
  at: string
  back: string
  crumbs: Crumb[]
  target: { key: string; name: string }
  integration: string
  kind: string
  holders: HolderCount
}

export function Endings({ id, at, back, crumbs, target, integration, kind, holders }: EndingsProps) {
  const who = countCustomers(holders, 'loses', 'lose')
  return (
    <ConfirmPage
      title={`End access to ${target.name}?`}
      crumbs={crumbs}
      takes={[
        `${who} ${target.name} on ${integration}, whatever purchase gave it.`,
        `Each is logged under your name. It runs at the pace ${kind} allows, behind live events; you can watch, pause and cancel it.`,
      ]}
      stays={['Administrators are left alone.', `Progress stays in ${kind}. A later purchase opens it again.`]}
      action={at}
      values={{ id, target: target.key }}
      confirm="End Access Now"
      back={back}
    />
  )
}
