import { ConfirmPage } from '../parts/confirm-page'

interface RevokeSecretProps {
  base: string
  secret: { id: string; kind: 'signing' | 'key' }
  /** No other secret of its kind is valid. */
  last: boolean
}

export function RevokeSecret({ base, secret, last }: RevokeSecretProps) {
  const name = secret.kind === 'signing' ? 'signing secret' : 'key'
  return (
    <ConfirmPage
      title={`Revoke this ${name}?`}
      crumbs={[{ label: 'Webhook', href: `${base}/webhook` }]}
      takes={[
        `Posts that use it are refused, everywhere within two minutes. What is refused is lost if its sender does not try again.`,
        ...(last ? [`It is the only ${name}: nothing that uses one gets in until you make another by rotating.`] : []),
      ]}
      stays={['Everything received so far.']}
      action={`${base}/webhook/secrets/${secret.id}/revocations`}
      confirm={secret.kind === 'signing' ? 'Revoke Signing Secret' : 'Revoke Key'}
      back={`${base}/webhook#secrets`}
    />
  )
}
