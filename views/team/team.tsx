/** The team of a marketplace. Merchants see who is in it; admins also invite, change roles and read who changed what. */
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'
import { type InvitationShown, Invitations } from './invitations'
import { Trail, type TrailLine } from './trail'

export interface MemberShown {
  id: string
  person: string
  name: string
  email: string
  role: 'admin' | 'merchant'
  since: number
}

interface TeamProps {
  /** `/m/<marketplace>` */
  base: string
  /** The id of the person who looks. */
  me: string
  members: MemberShown[]
  /** Null for merchants. */
  admin: {
    /** What links begin with. */
    origin: string
    invitations: InvitationShown[]
    trail: TrailLine[]
    filled: { values: Record<string, string>; errors: Record<string, string> }
  } | null
}

export function Team({ base, me, members, admin }: TeamProps) {
  return (
    <div class="page">
      <PageHeader
        title="Team"
        lead="Admins may do everything. Merchants work with products, rules and logs, and see no keys, secrets or invitations."
        action={<LinkButton href={`${base}/team/leave`}>Leave the team</LinkButton>}
      />
      <DataTable caption="Members" columns={columns(base, me, admin !== null)} rows={members} />
      {admin && <Invitations base={base} {...admin} />}
      {admin && (
        <Card title="Who changed what">
          <Trail lines={admin.trail} />
        </Card>
      )}
    </div>
  )
}

function columns(base: string, me: string, admin: boolean): Column<MemberShown>[] {
  const shown: Column<MemberShown>[] = [
    { head: 'Name', kind: 'name', cell: ({ name, person }) => (person === me ? `${name} (you)` : name) },
    { head: 'Role', cell: ({ role }) => role },
    { head: 'Since', labeled: true, cell: ({ since }) => <When at={since} as="date" /> },
  ]
  if (!admin) return shown
  const [name, ...rest] = shown
  return [
    ...(name ? [name] : []),
    { head: 'Email', cell: ({ email }) => email },
    ...rest,
    {
      head: 'Change',
      kind: 'actions',
      cell: (member) => <Actions base={base} member={member} mine={member.person === me} />,
    },
  ]
}

function Actions({ base, member, mine }: { base: string; member: MemberShown; mine: boolean }) {
  const of = `${base}/team/members/${member.id}`
  const other = member.role === 'admin' ? 'merchant' : 'admin'
  return (
    <div class="row row-end">
      <PostButton small action={`${of}/role`} values={{ role: other }}>
        Make {other}
      </PostButton>
      {!mine && (
        <PostButton small action={`${of}/reset-link`}>
          Reset password
        </PostButton>
      )}
      {!mine && (
        <LinkButton small href={`${of}/delete`}>
          Remove
        </LinkButton>
      )}
    </div>
  )
}
