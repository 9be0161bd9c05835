/** Correct email: moves a customer's purchases to another email; later events follow. */
import { Button, LinkButton } from '../parts/button'
import { ErrorSummary, type Errors } from '../parts/error-summary'
import { CheckField, TextField } from '../parts/fields'
import { type Guidance, Guided } from '../parts/guide'
import { type Crumb, PageHeader } from '../parts/page-header'

interface CorrectionPageProps {
  id: string
  address: string
  back: string
  crumbs: Crumb[]
  email: string
  kinds: string
  typed: string
  move: boolean
  errors: Errors
}

const GUIDE: Guidance = {
  title: 'What moves, and what stays',
  points: [
    {
      lead: 'Purchases move. ',
      text: 'Every purchase known under the old email belongs to this one from now on; renewals, refunds and notes follow it.',
    },
    { lead: 'Progress stays. ', text: 'What they have watched and passed remains with the old user.' },
  ],
}

export function CorrectionPage({ id, address, back, crumbs, email, kinds, typed, move, errors }: CorrectionPageProps) {
  return (
    <div class="page">
      <PageHeader title="Correct email" crumbs={crumbs} lead={`Bought as ${email}.`} />
      <Guided guide={GUIDE}>
        <form class="card form" method="post" action={address} novalidate>
          <ErrorSummary errors={errors} />
          <input type="hidden" name="id" value={id} />
          <TextField
            name="email"
            label="The right email"
            type="email"
            value={typed}
            error={errors.email}
            autocomplete="off"
            required
          />
          <CheckField
            name="move"
            label={`Also move their access in ${kinds}`}
            checked={move}
            hint="Enrolls the right email where the purchases say so, and ends what the old one keeps open. Each is logged under your name."
          />
          <div class="row">
            <Button look="main">Correct Email</Button>
            <LinkButton href={back}>Cancel</LinkButton>
          </div>
        </form>
      </Guided>
    </div>
  )
}
