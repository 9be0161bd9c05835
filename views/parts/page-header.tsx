import type { Child } from 'hono/jsx'

export interface Crumb {
  label: string
  href: string
}

interface PageHeaderProps {
  title: Child
  lead?: Child | undefined
  crumbs?: Crumb[] | undefined
  action?: Child | undefined
}

export function PageHeader({ title, lead, crumbs = [], action }: PageHeaderProps) {
  return (
    <header class="head">
      <div>
        {crumbs.length > 0 && (
          <nav class="crumbs" aria-label="Where you are">
            <ol>
              {crumbs.map((crumb) => (
                <li>
                  <a href={crumb.href}>{crumb.label}</a>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1 id="title">{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {action && <div class="row">{action}</div>}
    </header>
  )
}
