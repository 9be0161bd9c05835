/** Something to know on this page, said once, with what to do about it. */
import type { Child } from 'hono/jsx'
import type { Tone } from './badge'
import { Icon, type IconName } from './icon'

interface NoticeProps {
  kind: 'info' | 'warning' | 'problem' | 'done'
  title?: string | undefined
  children: Child
  /** One button or link at the end. */
  action?: Child | undefined
}

/** <Notice kind="warning" title="No events for 3 days">SamCart usually tells something every 4 hours.</Notice> */
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
