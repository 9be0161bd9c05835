import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { Team } from '../../../views/team/team'
import { listAudit } from '../../accounts/audit'
import { randomId, readSecretId, SECRET_ID } from '../../accounts/ids'
import { invite, withdrawInvitation } from '../../accounts/invitation-commands'
import { listInvitations } from '../../accounts/invitations'
import { hasMailer } from '../../accounts/mailer-settings'
import { listTeam, ROLES } from '../../accounts/members'
import { findTimeZone } from '../../accounts/time-zone'
import { isTwoStepRequired } from '../../accounts/two-step'
import { marketplaceAddress, publicOrigin } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { newForm, validateForm, withError } from '../http/form'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { email } from './account-fields'

const TRAIL_LINES = 100

const invitation = z.object({ id: z.string().optional(), email, role: z.enum(ROLES, { error: 'Choose a role.' }) })

export const team = new Hono<Web>().basePath('/team')

team.get('/', (c) => show(c, newInvitation(), 200))

team.post('/invitations', requireAdmin, validateForm(invitation, show), async (c) => {
  const { id, email, role } = c.req.valid('form')
  const invited = await invite(c.env, authorOf(c), { id: readSecretId(id), email, role, origin: publicOrigin(c) })
  if (!invited.ok) {
    return show(c, withError({ ...newInvitation().values, email, role }, 'email', invited.sentence))
  }
  return redirect(c, `${marketplaceAddress(c)}/team`, {
    kind: 'done',
    text: invited.mailed ? `A link was sent to ${email}.` : `Hand ${email} the link below. It works for a week.`,
  })
})

team.post('/invitations/:invitation/withdrawals', requireAdmin, async (c) => {
  const withdrawn = await withdrawInvitation(c.env, authorOf(c), c.req.param('invitation'))
  if (!withdrawn.ok) {
    const at = `${marketplaceAddress(c)}/team`
    return withdrawn.reason === 'over'
      ? showGone(c, withdrawn.sentence)
      : redirect(c, at, { kind: 'failed', text: withdrawn.sentence })
  }
  return redirect(c, `${marketplaceAddress(c)}/team`, {
    kind: 'done',
    text: `The link of ${withdrawn.email} no longer works.`,
  })
})

/** Its id becomes the secret of a link that is handed over. */
function newInvitation(): FormValues {
  return newForm({ id: randomId(SECRET_ID) })
}

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 422) {
  const { marketplace, role } = c.var.member
  const [members, admin] = await Promise.all([
    listTeam(c.env.DB, marketplace.id),
    role === 'admin' ? loadForAdmin(c, marketplace.id) : null,
  ])
  const main = (
    <Team
      base={marketplaceAddress(c)}
      me={c.var.person.id}
      members={members}
      admin={admin && { ...admin, origin: publicOrigin(c), mails: hasMailer(c.env), filled }}
    />
  )
  return renderPage(c, { title: 'Team', section: 'Team', main }, status)
}

async function loadForAdmin({ env, var: { person } }: Context<Web>, marketplace: string) {
  const [invitations, trail, zone, twoStep] = await Promise.all([
    listInvitations(env.DB, marketplace, person.id),
    listAudit(env.DB, marketplace, TRAIL_LINES),
    findTimeZone(env.DB, marketplace),
    isTwoStepRequired(env.DB, marketplace),
  ])
  return { invitations, trail, zone, twoStep }
}
