/** Most urgent first, each with the one action that fixes it. */
import type { Child } from 'hono/jsx'
import { ConcernList, type ConcernView } from '../concerns/concern-list'
import type { Tone } from '../parts/badge'
import { LinkButton, PostButton } from '../parts/button'
import { ForAdmins } from '../parts/for-admins'
import { Icon, type IconName } from '../parts/icon'

export interface Attention {
  tone: Extract<Tone, 'bad' | 'wait' | 'keep'>
  icon: IconName
  title: string
  text: Child
  action: { label: string; href: string; forAdmins?: boolean; post?: { to: string; values: Record<string, string> } }
  concerns?: ConcernView[]
}

export function AttentionList({ attention }: { attention: Attention[] }) {
  return (
    <ul class="tasks">
      {attention.map(({ tone, icon, title, text, action, concerns = [] }) => (
        <li>
          <span class={`spot tone-${tone}`}>
            <Icon name={icon} />
          </span>
          <div>
            <h2>{title}</h2>
            <p class="muted small">{text}</p>
            {concerns.length > 0 && <ConcernList concerns={concerns} named />}
          </div>
          <Act {...action} title={title} bad={tone === 'bad'} />
        </li>
      ))}
    </ul>
  )
}

function Act({ label, href, forAdmins, post, title, bad }: Attention['action'] & { title: string; bad: boolean }) {
  const look = bad ? 'main' : 'side'
  const words = (
    <>
      {label} <span class="visually-hidden">: {title}</span>
    </>
  )
  const link = post ? (
    <PostButton small look={look} action={post.to} values={post.values}>
      {words}
    </PostButton>
  ) : (
    <LinkButton small look={look} href={href}>
      {words}
    </LinkButton>
  )
  return forAdmins ? (
    <ForAdmins otherwise={<span class="muted small">An admin does this</span>}>{link}</ForAdmins>
  ) : (
    link
  )
}
