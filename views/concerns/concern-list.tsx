import { LinkButton, PostButton } from '../parts/button'

export interface ConcernView {
  id: string
  site: string
  email: string
  /** Of the customer’s page. */
  address: string
  sentence: string
  fix: 'enroll' | 'end'
}

/** @param named leads to the customer’s page */
export function ConcernList({ concerns, named = false }: { concerns: ConcernView[]; named?: boolean }) {
  return (
    <ul class="lines">
      {concerns.map((concern) => (
        <li>
          <div>
            {named && <a href={concern.address}>{concern.email}</a>}
            <span class={named ? 'under' : undefined}>{concern.sentence}</span>
          </div>
          <ConcernButtons {...concern} />
        </li>
      ))}
    </ul>
  )
}

function ConcernButtons({ id, site, email, address, fix }: ConcernView) {
  const values = { site, concern: id }
  const whom = <span class="visually-hidden"> ({email})</span>
  return (
    <div class="row">
      {fix === 'enroll' ? (
        <PostButton
          small
          action={`${address}/concerns/enrollments`}
          values={{ ...values, formId: crypto.randomUUID() }}
        >
          Enroll now{whom}
        </PostButton>
      ) : (
        <LinkButton small href={`${address}/concerns/ending?${new URLSearchParams(values)}`}>
          End access now{whom}
        </LinkButton>
      )}
      <PostButton
        small
        look="plain"
        action={`${address}/concerns/dismissals`}
        values={{ ...values, formId: crypto.randomUUID() }}
      >
        Leave as it is{whom}
      </PostButton>
    </div>
  )
}
