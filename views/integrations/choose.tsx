import { Button, LinkButton } from '../parts/button'
import { CheckField } from '../parts/fields'
import { PageHeader } from '../parts/page-header'
import { BeforeYouStart, type Guidance } from './guidance'

interface ChooseKindProps {
  base: string
  kinds: { id: string; title: string; purpose: string; before: Guidance | null }[]
}

export function ChooseKind({ base, kinds }: ChooseKindProps) {
  return (
    <div class="page narrow">
      <PageHeader title="New Integration" crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]} />
      <form method="get" action={`${base}/integrations/new`} class="card form">
        <fieldset class="field">
          <legend>What do you connect?</legend>
          {kinds.map(({ id, title, purpose }, index) => (
            <CheckField
              type="radio"
              name="kind"
              id={index === 0 ? 'kind' : `kind-${id}`}
              value={id}
              label={title}
              hint={purpose}
              checked={index === 0}
            />
          ))}
        </fieldset>
        <div class="row">
          <Button look="main">Next Step</Button>
          <LinkButton href={`${base}/integrations`}>Cancel</LinkButton>
        </div>
      </form>
      {kinds.map(({ before }) => before && <BeforeYouStart {...before} />)}
    </div>
  )
}
