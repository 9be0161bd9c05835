import { ConfirmPage } from '../parts/confirm-page'

interface RemoveMemberProps {
  base: string
  marketplace: string
  member: { id: string; name: string; email: string }
}

export function RemoveMember({ base, marketplace, member }: RemoveMemberProps) {
  return (
    <ConfirmPage
      title={`Remove ${member.name} from the team?`}
      crumbs={[{ label: 'Team', href: `${base}/team` }]}
      takes={[
        `${member.name} (${member.email}) can no longer open ${marketplace}, effective at once.`,
        `Open invitations, password links and API tokens from ${member.name} stop working.`,
      ]}
      stays={[
        'Rules and everything else they set up keep working.',
        'Their account, and other marketplaces they belong to.',
      ]}
      action={`${base}/team/members/${member.id}/removals`}
      confirm="Remove from the team"
      back={`${base}/team`}
    />
  )
}

export function Leave({ base, marketplace }: { base: string; marketplace: string }) {
  return (
    <ConfirmPage
      title={`Leave the team of ${marketplace}?`}
      crumbs={[{ label: 'Team', href: `${base}/team` }]}
      takes={[
        `You can no longer open ${marketplace}. Only an admin can invite you again.`,
        'Open invitations, password links and API tokens from you stop working.',
      ]}
      stays={[
        'Rules and everything else you set up keep working.',
        'Your account, and other marketplaces you belong to.',
      ]}
      action={`${base}/team/departures`}
      confirm="Leave the team"
      back={`${base}/team`}
    />
  )
}
