import { LinkButton } from '../parts/button'
import { Notice } from '../parts/notice'
import { customerAddress } from '../parts/phrases'

interface SharedOrderProps {
  base: string
  email: string
  /** Emails of the other customers. */
  others: string[]
  /** The entry is about what ends access. */
  isEnding: boolean
}

export function SharedOrder({ base, email, others, isEnding }: SharedOrderProps) {
  const emails = [email, ...others]
  const list = new Intl.ListFormat('en')
  return (
    <Notice
      kind="info"
      title={
        isEnding
          ? `Should the other ${others.length === 1 ? 'customer’s' : 'customers’'} access end, too?`
          : 'Two customers share this order'
      }
    >
      <p>
        {isEnding
          ? `${list.format(others)} also bought under this order, and this entry ended nothing of theirs. If it was meant for everyone who bought under it, end that access as well. If they are one person, correct the wrong email.`
          : `${list.format(emails)} bought under the same order, and each has access. If they are one person, correct the wrong email: purchases, renewals and refunds then follow the right one.`}
      </p>
      <div class="row">
        {isEnding &&
          others.map((other) => (
            <LinkButton small href={customerAddress(base, other)}>
              Access of {other}
            </LinkButton>
          ))}
        {emails.map((one) => (
          <LinkButton small href={`${customerAddress(base, one)}/correction`}>
            Correct email {one}
          </LinkButton>
        ))}
      </div>
    </Notice>
  )
}
