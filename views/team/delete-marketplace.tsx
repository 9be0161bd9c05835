import { ConfirmPage } from '../parts/confirm-page'

export function DeleteMarketplace({ base, name, kinds }: { base: string; name: string; kinds: string }) {
  return (
    <ConfirmPage
      title={`Delete ${name}?`}
      crumbs={[{ label: 'Team', href: `${base}/team` }]}
      takes={[
        `${name} disappears at once for everyone in its team: products, rules, integrations, webhook and log.`,
        'Its webhook stops within two minutes; anything your store sends after that is refused and lost.',
        'Entries that are still waiting never run. This cannot be undone.',
      ]}
      stays={[
        `Everyone keeps the access they have in ${kinds}.`,
        'Your account, and other marketplaces you belong to.',
      ]}
      action={`${base}/deletions`}
      confirm="Delete for Good"
      back={`${base}/team`}
    />
  )
}
