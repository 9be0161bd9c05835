import type { Child } from 'hono/jsx'
import { Badge } from '../parts/badge'
import { LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { useViewer } from '../parts/viewer'
import { nameZone } from '../parts/zone'

export interface TargetAccess {
  kind: string
  name: string
  /** `granted`: covered by a purchase, but the site has not opened it yet. `unexplained`: open there, by no purchase. */
  state: 'open' | 'granted' | 'ended' | 'unexplained'
  /** The integration, where there are several. */
  where: string | null
  /** "From All Access Club (subscription 551122) until December 20, 2026." */
  because: string[]
  /** Address of "End access now"; null when there is nothing to end. */
  endHref: string | null
}

export interface AccessCardProps {
  title: string
  access: TargetAccess[]
  /** Shown instead of an empty list, or when a site could not be read. */
  remark?: Child | undefined
  /** The marketplace's time zone, in which days end. */
  zone?: string | undefined
  actions?: Child | undefined
}

export function AccessCard({ title, access, remark, zone, actions }: AccessCardProps) {
  const viewer = useViewer()
  const differs = zone !== undefined && zone !== viewer.zone && access.length > 0
  return (
    <Card title={title} id="access">
      {access.length > 0 && (
        <ul class="lines">
          {access.map((one) => (
            <AccessLine one={one} />
          ))}
        </ul>
      )}
      {differs && <p class="muted small">Days of access end in {nameZone(zone)}.</p>}
      {remark && <p class="muted small">{remark}</p>}
      {actions && <div class="row">{actions}</div>}
    </Card>
  )
}

function AccessLine({ one }: { one: TargetAccess }) {
  return (
    <li>
      <div>
        <span>{one.name}</span>
        {one.kind === 'bundle' && <span class="muted small"> · bundle</span>}
        {one.where && <span class="muted small"> · {one.where}</span>}
        {one.because.map((why) => (
          <span class="under">{why}</span>
        ))}
        {one.endHref && (
          <LinkButton small look="remove" href={one.endHref}>
            End access now<span class="visually-hidden">: {one.name}</span>
          </LinkButton>
        )}
      </div>
      <StateBadge state={one.state} />
    </li>
  )
}

function StateBadge({ state }: Pick<TargetAccess, 'state'>) {
  const [tone, icon, word] = STATES[state]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

const STATES = {
  open: ['good', 'check', 'open'],
  granted: ['wait', 'clock', 'not open'],
  ended: ['quiet', 'ended', 'ended'],
  unexplained: ['wait', 'question', 'open, unexplained'],
} as const
