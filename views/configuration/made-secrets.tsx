import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { CodeBlock } from '../parts/code-block'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'

export interface MadeSecretShown {
  of: string
  title: string
  hint: string
  secret: string
}

export function MadeSecrets({ secrets }: { secrets: MadeSecretShown[] }) {
  if (secrets.length === 0) {
    return null
  }
  return (
    <Card title="Secrets made here">
      <div class="stack">
        <Notice kind="done" title="Copy them now">
          They are not shown again. If you lose one, rotate it.
        </Notice>
        {secrets.map(({ of, title, hint, secret }, n) => (
          <>
            <CodeBlock wrap id={`made-secret-${n}`} title={`${title} of ${of}`} code={secret} />
            <p class="muted small">{hint}</p>
          </>
        ))}
      </div>
    </Card>
  )
}

/** After a file was applied. */
export function AppliedWithSecrets({
  base,
  made,
  secrets,
}: {
  base: string
  made: string
  secrets: MadeSecretShown[]
}) {
  return (
    <div class="page narrow">
      <PageHeader title="Applied" crumbs={[{ label: 'Configuration', href: `${base}/configuration` }]} lead={made} />
      <MadeSecrets secrets={secrets} />
      <div class="row">
        <LinkButton look="main" href={`${base}/configuration`}>
          Done
        </LinkButton>
      </div>
    </div>
  )
}
