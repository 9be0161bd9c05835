import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { ConfirmPage } from '../parts/confirm-page'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'

interface SecretWords {
  title: string
  hint: string
  /** How long the one before is good for after a rotation. */
  overlapHours: number
}

interface ShowOwnSecretProps {
  back: string
  crumb: { label: string; href: string }
  name: string
  /** What was done, and what the other side answered. */
  said: string
  own: SecretWords
  secret: string
}

export function ShowOwnSecret({ back, crumb, name, said, own, secret }: ShowOwnSecretProps) {
  return (
    <div class="page narrow">
      <PageHeader title={<bdi>{name}</bdi>} crumbs={[crumb]} lead={said} />
      <Card title={own.title}>
        <div class="stack">
          <Notice kind="done" title="Copy this now">
            It is not shown again. If you lose it, rotate it.
          </Notice>
          <CodeBlock wrap id="made-secret" title={own.title} code={secret} />
          <p class="muted small">{own.hint}</p>
          <div class="row">
            <LinkButton look="main" href={back}>
              Done
            </LinkButton>
          </div>
        </div>
      </Card>
    </div>
  )
}

interface RotateOwnSecretProps {
  at: string
  name: string
  own: SecretWords
  /** Of the rotation, so that a second click rotates once. */
  id: string
}

export function RotateOwnSecret({ at, name, own, id }: RotateOwnSecretProps) {
  const noun = own.title.toLowerCase()
  return (
    <ConfirmPage
      title={`Make a new ${noun} for “${name}”?`}
      crumbs={[{ label: name, href: at }]}
      takes={[
        `The new ${noun} is shown once, on the next page.`,
        `A ${noun} that was replaced within the last ${own.overlapHours} hours stops working at once.`,
        `Your current one stops working in ${own.overlapHours} hours. Give the receiver the new one before then, or it will refuse our posts.`,
      ]}
      stays={['Until then every post is signed with both, so none is refused.']}
      action={`${at}/secrets`}
      values={{ id }}
      confirm={`Rotate ${noun}`}
      back={at}
      harmless
    />
  )
}
