import type { PropsWithChildren } from 'hono/jsx'
import { LinkButton } from '../parts/button'
import { PageHeader } from '../parts/page-header'

export function ErrorPage({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <div class="page narrow">
      <PageHeader title={title} lead={children} />
      <div>
        <LinkButton href="/">Go to your marketplace</LinkButton>
      </div>
    </div>
  )
}
