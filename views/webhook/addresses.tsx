import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'

export function SignedAddress({ url }: { url: string }) {
  return (
    <Card title="Address">
      <CodeBlock wrap id="url" title="For senders that sign" code={url} />
    </Card>
  )
}

interface SamCartAddressProps {
  base: string
  /** Carries the key, which is known only while it is shown. */
  samcartUrl: string
  keyShown: boolean
}

/** Not offered for copying without its key: SamCart's posts would be refused. */
export function SamCartAddress({ base, samcartUrl, keyShown }: SamCartAddressProps) {
  return (
    <Card title="SamCart’s address" id="samcart-address">
      {keyShown ? (
        <CodeBlock wrap id="samcart-url" title="For SamCart’s Notify URL" code={samcartUrl} />
      ) : (
        <div class="stack">
          <p class="anywhere">
            <code id="samcart-url">{samcartUrl}</code>
          </p>
          <p class="muted small">
            The key is part of the address and was shown when it was made.{' '}
            <a href={`${base}/webhook/secrets/rotation?kind=key`}>Rotate the key</a> to get an address to copy; the one
            in SamCart stays valid for a day.
          </p>
        </div>
      )}
    </Card>
  )
}
