import { ConfirmPage } from '../parts/confirm-page'

interface DeleteIntegrationProps {
  base: string
  integration: { id: string; name: string }
  deletion: { takes: string[]; stays: string[] }
  rules: number
  mappings: number
}

export function DeleteIntegration({ base, integration, deletion, rules, mappings }: DeleteIntegrationProps) {
  return (
    <ConfirmPage
      title={`Delete the integration “${integration.name}”?`}
      crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
      takes={[
        rules === 1 ? '1 rule goes with it.' : `${rules} rules go with it.`,
        ...(mappings > 0 ? [`Its custom field mapping (${mappings}) goes with it.`] : []),
        ...deletion.takes,
        'Entries waiting for one of these rules end as “rule off”.',
      ]}
      stays={[...deletion.stays, 'The log keeps its entries.']}
      action={`${base}/integrations/${integration.id}/deletions`}
      confirm="Delete Integration"
      back={`${base}/integrations`}
    />
  )
}
