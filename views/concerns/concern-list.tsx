import { LinkButton, PostButton } from '../parts/button'

export interface ConcernView {
  id: string
  /** Of the forms: the same id is the same click. */
  formId: string
  site: string
  email: string
  address: string
  sentence: string
  fix: 'enroll' | 'end'
}

export function ConcernList({ concerns, named = false }: { concerns: ConcernView[]; named?: boolean }) {
  return (
    <ul class="lines stacked">
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

function ConcernButtons({ id, formId, site, email, address, fix }: ConcernView) {
  const asked = { site, concern: id }
  const values = { ...asked, formId }
  const whom = <span class="visually-hidden"> ({email})</span>
  return (
    <div class="row">
      {fix === 'enroll' ? (
        <PostButton small action={`${address}/concerns/enrollments`} values={values}>
          Enroll now{whom}
        </PostButton>
      ) : (
        <LinkButton small href={`${address}/concerns/ending?${new URLSearchParams(asked)}`}>
          End access now{whom}
        </LinkButton>
      )}
      <PostButton small look="plain" action={`${address}/concerns/dismissals`} values={values}>
        Leave as it is{whom}
      </PostButton>
    </div>
  )
}
