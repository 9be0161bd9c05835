/** What a person must look at, the gravest first, each with the one thing to do about it. */
import type { Child } from 'hono/jsx'
import type { Tone } from '../parts/badge'
import { LinkButton } from '../parts/button'
import { Icon, type IconName } from '../parts/icon'

export interface Attention {
  tone: Extract<Tone, 'bad' | 'wait' | 'keep'>
  icon: IconName
  title: string
  text: Child
  action: { label: string; href: string }
}

export function AttentionList({ attention }: { attention: Attention[] }) {
  return (
    <ul class="attention">
      {attention.map(({ tone, icon, title, text, action }) => (
        <li>
          <span class={`spot tone-${tone}`}>
            <Icon name={icon} />
          </span>
          <div>
            <h2>{title}</h2>
            <p class="muted small">{text}</p>
          </div>
          <LinkButton small look={tone === 'bad' ? 'main' : 'side'} href={action.href}>
            {action.label} <span class="visually-hidden">: {title}</span>
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}
