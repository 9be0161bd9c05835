/** Merchants see the members; admins also invite, change roles and read the audit trail. */

import type { Child } from 'hono/jsx'
import { LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { type Column, DataTable } from '../parts/data-table'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'
import { nameZone } from '../parts/zone'
import { type InvitationShown, Invitations } from './invitations'
import { Trail, type TrailLine } from './trail'

interface MemberShown {
  id: string
  person: string
  name: string
  email: string
  role: 'admin' | 'merchant'
  since: number
  /** The address has shown that it is theirs. */
  proven: boolean
}

interface TeamProps {
  base: string
  /** Id of the viewer. */
  me: string
  members: MemberShown[]
  /** Null for merchants. */
  admin: {
    /** Origin that invitation links start with. */
    origin: string
    invitations: InvitationShown[]
    mails: boolean
    trail: TrailLine[]
    zone: string
    /** Admins are asked for two-step sign-in. */
    twoStep: boolean
    filled: FormValues
  } | null
}

export function Team({ base, me, members, admin }: TeamProps) {
  const admins = members.filter(({ role }) => role === 'admin')
  const mayLeave = admins.length > 1 || admins[0]?.person !== me
  return (
    <div class="page">
      <PageHeader
        title="Team"
        lead="Admins can do everything. Merchants work with products, rules and logs, and can’t see keys, secrets or invitations."
        action={mayLeave && <LinkButton href={`${base}/team/leave`}>Leave the team</LinkButton>}
      />
      <Card>
        <DataTable
          caption="Members"
          columns={admin ? adminColumns(base, me, admins.length) : shown(me, false)}
          rows={members}
        />
      </Card>
      {admin && <Invitations base={base} {...admin} />}
      {admin && (
        <Card title="Settings">
          <ul class="settings">
            <Setting
              title="Alerts"
              text="A message by e-mail, Slack or a signed post when something needs you, and when it is over."
            >
              <LinkButton small href={`${base}/alerts`}>
                Channels
              </LinkButton>
            </Setting>
            <Setting
              title="Configuration"
              text="Integrations, products, rules and alerts as one file, to keep, compare or copy."
            >
              <LinkButton small href={`${base}/configuration`}>
                Export or import
              </LinkButton>
            </Setting>
            <Setting title="API tokens" text="For programs that read or change what these pages show.">
              <LinkButton small href={`${base}/team/tokens`}>
                Tokens
              </LinkButton>
            </Setting>
            <Setting title="Time zone" text={`Days of access begin and end in ${nameZone(admin.zone)}.`}>
              <LinkButton small href={`${base}/team/time-zone`}>
                Change
              </LinkButton>
            </Setting>
            <Setting
              title="Two-step sign-in"
              text={
                admin.twoStep
                  ? 'Admins sign in with their password and a code from an app.'
                  : 'Each admin chooses whether to sign in with a code from an app as well.'
              }
            >
              <PostButton small action={`${base}/team/two-step`} values={{ on: admin.twoStep ? 'no' : 'yes' }}>
                {admin.twoStep ? 'Make it optional' : 'Require for admins'}
              </PostButton>
            </Setting>
          </ul>
        </Card>
      )}
      {admin && (
        <Card title="Who changed what">
          <Trail base={base} lines={admin.trail} />
        </Card>
      )}
      {admin && (
        <p>
          <LinkButton look="remove" href={`${base}/deletion`}>
            Delete this marketplace
          </LinkButton>
        </p>
      )}
    </div>
  )
}

function Setting({ title, text, children }: { title: string; text: string; children: Child }) {
  return (
    <li>
      <div>
        <h3>{title}</h3>
        <p class="muted small">{text}</p>
      </div>
      {children}
    </li>
  )
}

/** Only admins see emails. */
function shown(me: string, emails: boolean): Column<MemberShown>[] {
  return [
    {
      head: 'Name',
      kind: 'name',
      cell: (member) => <Name member={member} mine={member.person === me} emails={emails} />,
    },
    { head: 'Role', labeled: true, cell: ({ role }) => role },
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
  return [...shown(me, true), { head: 'Change', kind: 'actions', cell: actions }]
}

function Name({
  member: { name, email, proven },
  mine,
  emails,
}: {
  member: MemberShown
  mine: boolean
  emails: boolean
}) {
  return (
    <>
      {mine ? `${name} (you)` : name}
      {emails && (
        <span class="under anywhere">
          {email}
          {!proven && ' · address not confirmed'}
        </span>
      )}
    </>
  )
}

interface ActionsProps {
  of: string
  role: MemberShown['role']
  mine: boolean
  /** The last admin's role is fixed. */
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
        <PostButton small action={`${of}/password-links`}>
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
