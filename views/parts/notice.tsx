import type { Child } from 'hono/jsx'
import type { Tone } from './badge'
import { Icon, type IconName } from './icon'

interface NoticeProps {
  kind: 'info' | 'warning' | 'problem' | 'done'
  title?: string | undefined
  children: Child
  action?: Child | undefined
}

export function Notice({ kind, title, children, action }: NoticeProps) {
  const [tone, icon] = LOOKS[kind]
  return (
    <div class={`notice tone-${tone}`}>
      <Icon name={icon} />
      <div>
        {title && <strong>{title}</strong>}
        <div>{children}</div>
      </div>
      {action}
    </div>
  )
}

const LOOKS: Record<NoticeProps['kind'], [Tone, IconName]> = {
  info: ['accent', 'info'],
  warning: ['wait', 'warning'],
  problem: ['bad', 'warning'],
  done: ['good', 'check'],
}
