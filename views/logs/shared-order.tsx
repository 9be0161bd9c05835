import type { Sharer } from '../../src/integrations/customer-access'
import { LinkButton } from '../parts/button'
import { Notice } from '../parts/notice'
import { customerAddress } from '../parts/phrases'

interface SharedOrderProps {
  base: string
  email: string
  sharers: Sharer[]
  /** The entry is about what ends access. */
  isEnding: boolean
}

/** What ends an order may be meant for all who bought under it; a subscription's id may be a plan's, which says nothing of them. */
export function SharedOrder({ base, email, sharers, isEnding }: SharedOrderProps) {
  const ofOrder = sharers.filter(({ by }) => by === 'order')
  const others = ofOrder.length > 0 ? ofOrder : sharers
  const emails = [email, ...others.map((one) => one.email)]
  const asked = ofOrder.filter(({ open }) => isEnding && open).map((one) => one.email)
  const shared = others.map(({ by, id }) => `${by} ${id}`)[0]
  const list = new Intl.ListFormat('en')
  const [owner, has] = asked.length === 1 ? ['customer’s', 'has'] : ['customers’', 'have']
  return (
    <Notice
      kind="info"
      title={
        asked.length > 0
          ? `Should the other ${owner} access end, too?`
          : `More than one customer bought under ${shared}`
      }
    >
      <p>
        {asked.length > 0
          ? `${list.format(asked)} also bought under ${shared} and still ${has} access. If this was meant for everyone who bought under it, end that access as well. If they are one person, correct the wrong email.`
          : `${list.format(emails)} did${ofOrder.length > 0 ? '' : '; the id may be a plan’s, which its customers share'}. If they are one person, correct the wrong email: purchases, renewals and refunds then follow the right one.`}
      </p>
      <div class="row">
        {asked.map((other) => (
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
