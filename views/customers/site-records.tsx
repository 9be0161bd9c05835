import { Badge } from '../parts/badge'
import { Card } from '../parts/card'
import { Notice } from '../parts/notice'
import { When } from '../parts/when'

export interface SiteRecords {
  name: string
  kind: string
  problem: string | null
  /** Null when the site has no such user. */
  user: { name: string; administrator: boolean } | null
  enrollments: { name: string; open: boolean; until: number | null }[]
}

export function SiteRecordsCard({ kinds, sites, at }: { kinds: string; sites: SiteRecords[]; at: number }) {
  return (
    <Card title={`In ${kinds} right now`} id="site-records">
      <div class="stack" tabindex={0}>
        {sites.length === 0 && <p class="muted">No connected site can be asked.</p>}
        {sites.map((site) => (
          <div class="stack stack-tight">
            <h3>{site.name}</h3>
            <OneSite site={site} />
          </div>
        ))}
        <p class="muted small">
          Asked <When at={at} />.
        </p>
      </div>
    </Card>
  )
}

function OneSite({ site }: { site: SiteRecords }) {
  if (site.problem !== null) {
    return <Notice kind="problem">{site.problem}</Notice>
  }
  if (site.user === null) {
    return <p class="muted">No user has this email.</p>
  }
  return (
    <>
      <p class="muted small">
        {site.user.name}
        {site.user.administrator && ` · an administrator: ${site.kind} shows them every course, enrolled or not`}
      </p>
      {site.enrollments.length === 0 ? (
        <p class="muted">Enrolled nowhere.</p>
      ) : (
        <ul class="lines">
          {site.enrollments.map((enrollment) => (
            <li>
              <div>
                {enrollment.name}
                {enrollment.until !== null && (
                  <span class="under">
                    {enrollment.open ? 'ends ' : 'ended '}
                    <When at={enrollment.until} as="date" />
                  </span>
                )}
              </div>
              <Badge tone={enrollment.open ? 'good' : 'quiet'} icon={enrollment.open ? 'check' : 'ended'}>
                {enrollment.open ? 'open' : 'ended'}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
