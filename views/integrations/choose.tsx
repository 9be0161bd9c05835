import { Button, LinkButton } from '../parts/button'
import { type Guidance, Guide } from '../parts/guide'
import { KindChoice, type KindOption } from '../parts/kind-choice'
import { PageHeader } from '../parts/page-header'

interface ChooseKindProps {
  base: string
  kinds: (KindOption & { before: Guidance | null })[]
}

export function ChooseKind({ base, kinds }: ChooseKindProps) {
  return (
    <div class="page">
      <PageHeader title="New Integration" crumbs={[{ label: 'Integrations', href: `${base}/integrations` }]} />
      <div class="columns">
        <form method="get" action={`${base}/integrations/new`} class="card form">
          <KindChoice legend="What do you connect?" kinds={kinds} />
          <div class="row">
            <Button look="main">Next Step</Button>
            <LinkButton href={`${base}/integrations`}>Cancel</LinkButton>
          </div>
        </form>
        <div class="stack">{kinds.map(({ before }) => before && <Guide {...before} />)}</div>
      </div>
    </div>
  )
}
