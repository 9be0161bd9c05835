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
  const admins = members.filter(({ role }) => role === 'admin')
  const mayLeave = admins.length > 1 || admins[0]?.person !== me
  return (
    <div class="page">
      <PageHeader
        title="Team"
        lead="Admins may do everything. Merchants work with products, rules and logs, and see no keys, secrets or invitations."
        action={mayLeave && <LinkButton href={`${base}/team/leave`}>Leave the team</LinkButton>}
      />
      <DataTable caption="Members" columns={admin ? adminColumns(base, me, admins.length) : shown(me)} rows={members} />
      {admin && <Invitations base={base} {...admin} />}
      {admin && (
        <Card title="Who changed what">
          <Trail lines={admin.trail} />
        </Card>
      )}
    </div>
  )
}

function shown(me: string): Column<MemberShown>[] {
  return [
    { head: 'Name', kind: 'name', cell: ({ name, person }) => (person === me ? `${name} (you)` : name) },
    { head: 'Role', cell: ({ role }) => role },
    { head: 'Since', labeled: true, cell: ({ since }) => <When at={since} as="date" /> },
  ]
}

function adminColumns(base: string, me: string, admins: number): Column<MemberShown>[] {
  const actions = (member: MemberShown) => (
    <Actions
      of={`${base}/team/members/${member.id}`}
      role={member.role}
      mine={member.person === me}
      last={member.role === 'admin' && admins === 1}
    />
  )
  return [
    ...shown(me),
    { head: 'Email', cell: ({ email }) => email },
    { head: 'Change', kind: 'actions', cell: actions },
  ]
}

interface ActionsProps {
  /** The address of the member. */
  of: string
  role: MemberShown['role']
  mine: boolean
  /** The last admin stays one. */
  last: boolean
}

function Actions({ of, role, mine, last }: ActionsProps) {
  const other = role === 'admin' ? 'merchant' : 'admin'
  return (
    <div class="row row-end">
      {!last && (
        <PostButton small action={`${of}/role`} values={{ role: other }}>
          Make {other}
        </PostButton>
      )}
      {!mine && (
        <PostButton small action={`${of}/reset-link`}>
          Reset password
        </PostButton>
      )}
      {!mine && !last && (
        <LinkButton small href={`${of}/delete`}>
          Remove
        </LinkButton>
      )}
    </div>
  )
}
