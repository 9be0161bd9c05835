/** Confirms a destructive action: what it removes, and what stays. */
import type { Child } from 'hono/jsx'
import { Button, LinkButton } from './button'
import type { Crumb } from './page-header'
import { PageHeader } from './page-header'

interface ConfirmPageProps {
  /** A question: Delete the integration "Academy"? */
  title: string
  crumbs?: Crumb[] | undefined
  takes: Child[]
  stays?: Child[] | undefined
  action: string
  confirm: string
  back: string
  values?: Record<string, string> | undefined
  /** Harmless actions, such as sending a test, use the accent color. */
  harmless?: boolean | undefined
  children?: Child | undefined
}

export function ConfirmPage(props: ConfirmPageProps) {
  const { title, crumbs = [], takes, stays = [], action, confirm, back, values = {}, harmless, children } = props
  return (
    <div class="page narrow">
      <PageHeader title={title} crumbs={crumbs} />
      <form method="post" action={action} class="card form">
        <div class="prose">
          <ul>
            {takes.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
          {stays.length > 0 && (
            <>
              <h2>What stays</h2>
              <ul>
                {stays.map((sentence) => (
                  <li>{sentence}</li>
                ))}
              </ul>
            </>
          )}
        </div>
        {children}
        {Object.entries(values).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <div class="row">
          <Button look={harmless ? 'main' : 'danger'}>{confirm}</Button>
          <LinkButton href={back}>Keep everything as it is</LinkButton>
        </div>
      </form>
    </div>
  )
}
