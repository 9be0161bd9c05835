import type { Announcement } from '../../src/accounts/announcements'
import { LinkButton, PostButton } from '../parts/button'
import { useAdmin } from '../parts/for-admins'
import { Notice } from '../parts/notice'

interface AnnouncementsProps {
  base: string
  announced: Announcement[]
}

export function Announcements({ base, announced }: AnnouncementsProps) {
  return (
    <>
      {announced.includes('give-back') && <GiveBack base={base} />}
      {announced.includes('zone') && <Zone base={base} />}
    </>
  )
}

function GiveBack({ base }: { base: string }) {
  return (
    <Notice kind="info" title="Your rules now give access back">
      <p>
        When a failed payment is paid, a subscription restarts or a dispute is won, customers get back what the rule
        ended, without a rule for it. This is on for all your rules that end access; each rule’s page switches it off.
      </p>
      <div class="row">
        <Dismiss base={base} what="give-back">
          Keep it on
        </Dismiss>
        <PostButton small action={`${base}/overview/announcements/give-back/switch-off`}>
          Switch it off for all rules
        </PostButton>
      </div>
    </Notice>
  )
}

function Zone({ base }: { base: string }) {
  return (
    <Notice kind="info" title="Days of access end in UTC">
      <p>
        Access for a number of days, or until a date, ends as that day ends in your marketplace’s time zone: UTC, until
        an admin chooses another. Ends already set don’t change.
      </p>
      <div class="row">
        {useAdmin() && (
          <LinkButton small href={`${base}/team/time-zone`}>
            Choose a time zone
          </LinkButton>
        )}
        <Dismiss base={base} what="zone">
          Keep UTC
        </Dismiss>
      </div>
    </Notice>
  )
}

function Dismiss({ base, what, children }: { base: string; what: Announcement; children: string }) {
  return (
    <PostButton small action={`${base}/overview/announcements/${what}/dismissals`}>
      {children}
    </PostButton>
  )
}
