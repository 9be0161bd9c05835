import { LinkButton } from '../parts/button'
import { Notice } from '../parts/notice'
import { customerAddress } from '../parts/phrases'

export function SharedOrder({ base, emails }: { base: string; emails: string[] }) {
  return (
    <Notice kind="info" title="Two customers share this order">
      <p>
        {new Intl.ListFormat('en').format(emails)} bought under the same order, and each has access. If they are one
        person, correct the wrong email: purchases, renewals and refunds then follow the right one.
      </p>
      <div class="row">
        {emails.map((email) => (
          <LinkButton small href={`${customerAddress(base, email)}/correction`}>
            Correct email {email}
          </LinkButton>
        ))}
      </div>
    </Notice>
  )
}
