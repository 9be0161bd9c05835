import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'

export interface AddressesProps {
  /** For signed posts. */
  url: string
  /** For SamCart's Notify URL, which carries the key; shown in full only when just created. */
  samcartUrl: string
  keyShown: boolean
}

export function Addresses({ url, samcartUrl, keyShown }: AddressesProps) {
  return (
    <Card title="Addresses">
      <div class="stack">
        <CodeBlock wrap id="url" title="For senders that sign" code={url} />
        <CodeBlock wrap id="samcart-url" title="For SamCart’s Notify URL" code={samcartUrl} />
        {!keyShown && (
          <p class="muted small">
            The key is part of SamCart’s address and was shown when it was made. If you no longer have it, rotate the
            key below: the address in SamCart stays valid for a day.
          </p>
        )}
      </div>
    </Card>
  )
}
