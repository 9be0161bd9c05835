import { ConfirmPage } from '../parts/confirm-page'

interface DeleteIntegrationProps {
  base: string
  integration: { id: string; name: string; site: string }
  rules: number
  mappings: number
}

export function DeleteIntegration({ base, integration, rules, mappings }: DeleteIntegrationProps) {
  return (
    <ConfirmPage
      title={`Delete the integration “${integration.name}”?`}
      crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]}
      takes={[
        rules === 1 ? '1 rule goes with it.' : `${rules} rules go with it.`,
        ...(mappings > 0 ? [`Its custom field mapping (${mappings}) goes with it.`] : []),
        `Its saved key is deleted here; ${integration.site}.thinkific.com itself is not touched.`,
        'Customers waiting for one of these rules are not enrolled or ended by it; their log entries will say “rule off”.',
      ]}
      stays={['Everyone keeps the access they have in Thinkific.', 'The log keeps its entries.']}
      action={`${base}/integrations/${integration.id}/delete`}
      confirm="Delete Integration"
      back={`${base}/integrations`}
    />
  )
}
