import { ConfirmPage } from '../parts/confirm-page'
import { SECRET_NAMES } from './secrets'

interface RevokeSecretProps {
  base: string
  secret: { id: string; kind: 'signing' | 'key' }
  /** No other secret of its kind is valid. */
  last: boolean
}

export function RevokeSecret({ base, secret, last }: RevokeSecretProps) {
  const name = SECRET_NAMES[secret.kind].toLowerCase()
  return (
    <ConfirmPage
      title={`Revoke this ${name}?`}
      crumbs={[{ label: 'Webhook', href: `${base}/webhook/secrets` }]}
      takes={[
        `Posts that use it are refused, everywhere within two minutes. A refused post is lost unless its sender retries.`,
        ...(last
          ? [`It is the only ${name}: posts that need one are refused until you create another by rotating.`]
          : []),
      ]}
      stays={['Everything received so far.']}
      action={`${base}/webhook/secrets/${secret.id}/revocations`}
      confirm={secret.kind === 'signing' ? 'Revoke Signing Secret' : 'Revoke Key'}
      back={`${base}/webhook/secrets`}
    />
  )
}

interface RotateSecretProps {
  base: string
  kind: 'signing' | 'key'
  /** Of the next secret, so that a second click rotates once. */
  id: string
}

export function RotateSecret({ base, kind, id }: RotateSecretProps) {
  const name = SECRET_NAMES[kind].toLowerCase()
  return (
    <ConfirmPage
      title={`Make a new ${name}?`}
      crumbs={[{ label: 'Webhook', href: `${base}/webhook/secrets` }]}
      takes={[
        `The new ${name} is shown once, on the next page.`,
        `The ${name} you use now ends in 24 hours: give your senders the new one before then, or their posts are refused and lost.`,
      ]}
      stays={[`Until then both are valid, so nothing is lost.`, 'Everything received so far.']}
      action={`${base}/webhook/secrets`}
      values={{ id, kind }}
      confirm={kind === 'signing' ? 'Rotate Signing Secret' : 'Rotate Key'}
      back={`${base}/webhook/secrets`}
      harmless
    />
  )
}
