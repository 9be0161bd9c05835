import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Leave, RemoveMember } from '../../../views/team/remove-member'
import { ResetLink } from '../../../views/team/reset-link'
import type { IssuedLinks } from '../../accounts/issued-links'
import { listTeam, ROLES, type TeamMember } from '../../accounts/members'
import { changeRole, createResetLink, leaveTeam, removeMember } from '../../accounts/team-commands'
import { marketplaceAddress, publicOrigin } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { validateForm } from '../http/form'
import { showRefusal } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const teamMembers = new Hono<Web>().basePath('/team')

const role = z.object({ role: z.enum(ROLES) })

teamMembers.post(
  '/members/:member/role',
  requireAdmin,
  validateForm(role, async (c) => back(c, false, 'Choose a role.')),
  async (c) => {
    const { role } = c.req.valid('form')
    const changed = await changeRole(c.env, authorOf(c), c.req.param('member'), role)
    if (changed.ok) {
      return back(c, true, `${changed.member.name} is ${role} now.${describeEnded(changed.ended)}`)
    }
    return showRefusal(c, changed, `${marketplaceAddress(c)}/team`)
  },
)

teamMembers.get('/members/:member/delete', requireAdmin, async (c) => {
  const other = await findMember(c)
  if (other === null) {
    return c.notFound()
  }
  const main = <RemoveMember base={marketplaceAddress(c)} member={other} marketplace={c.var.member.marketplace.name} />
  return renderPage(c, { title: `Remove ${other.name}`, section: 'Team', main })
})

teamMembers.post('/members/:member/removals', requireAdmin, async (c) => {
  const removed = await removeMember(c.env, authorOf(c), c.req.param('member'))
  if (removed.ok) {
    return back(c, true, `${removed.member.name} is no longer in the team.${describeEnded(removed.ended)}`)
  }
  return showRefusal(c, removed, `${marketplaceAddress(c)}/team`)
})

teamMembers.post('/members/:member/password-links', requireAdmin, async (c) => {
  const created = await createResetLink(c.env, authorOf(c), c.req.param('member'))
  if (!created.ok) {
    return showRefusal(c, created, `${marketplaceAddress(c)}/team`)
  }
  const link = `${publicOrigin(c)}/new-password?token=${created.token}`
  const main = <ResetLink base={marketplaceAddress(c)} member={created.member} link={link} />
  return renderPage(c, { title: 'Link for a new password', section: 'Team', main })
})

teamMembers.get('/leave', (c) => {
  const main = <Leave base={marketplaceAddress(c)} marketplace={c.var.member.marketplace.name} />
  return renderPage(c, { title: 'Leave the team', section: 'Team', main })
})

teamMembers.post('/departures', async (c) => {
  const left = await leaveTeam(c.env, authorOf(c))
  if (!left.ok) {
    return back(c, false, left.sentence)
  }
  const text = `You left the team of ${c.var.member.marketplace.name}.`
  return redirect(c, '/marketplaces', { kind: 'done', text })
})

function describeEnded({ invitations, passwordLinks, passwords, tokens }: IssuedLinks): string {
  const invited = invitations.length > 0 ? [`invitations of ${invitations.join(', ')}`] : []
  const links = passwordLinks.length > 0 ? [`links for a new password of ${passwordLinks.join(', ')}`] : []
  const set =
    passwords.length > 0
      ? [`passwords set with their links, of ${passwords.join(', ')}, who each need a new link (Reset password)`]
      : []
  const revoked = tokens.length > 0 ? [`API tokens ${tokens.map((name) => `“${name}”`).join(', ')}`] : []
  const all = [...invited, ...links, ...set, ...revoked]
  return all.length === 0 ? '' : ` Also ended: ${all.join('; ')}.`
}

/** Null when the address names no member of this marketplace. */
async function findMember(c: Context<Web>): Promise<TeamMember | null> {
  const members = await listTeam(c.env.DB, c.var.member.marketplace.id)
  return members.find((member) => member.id === c.req.param('member')) ?? null
}

function back(c: Context<Web>, done: boolean, text: string) {
  return redirect(c, `${marketplaceAddress(c)}/team`, { kind: done ? 'done' : 'failed', text })
}
