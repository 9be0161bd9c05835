import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Leave, RemoveMember } from '../../../views/team/remove-member'
import { ResetLink } from '../../../views/team/reset-link'
import { recordAudit } from '../../accounts/audit'
import { changeRole, listTeam, ROLES, removeMember, type TeamMember } from '../../accounts/members'
import { canResetPassword, createResetToken } from '../../accounts/reset-links'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { validateForm } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

const LAST_ADMIN = 'A marketplace keeps at least one admin. Make somebody else an admin first.'
const ELSEWHERE =
  'This person also belongs to a marketplace you are no admin of, so you cannot set their password. An admin of all their marketplaces can.'

export const teamMembers = new Hono<Web>().basePath('/team')

const role = z.object({ role: z.enum(ROLES) })

teamMembers.post(
  '/members/:member/role',
  requireAdmin,
  validateForm(role, async (c) => back(c, false, 'Choose a role.')),
  async (c) => {
    const { role } = c.req.valid('form')
    const other = await findMember(c)
    if (other === null) {
      return c.notFound()
    }
    const { id, name, email } = other
    const changed = await changeRole(c.env.DB, c.var.member.marketplace.id, id, role)
    if (changed) {
      await write(c, `made ${role}`, email)
    }
    return back(c, changed, changed ? `${name} is ${role} now.` : LAST_ADMIN)
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

teamMembers.post('/members/:member/delete', requireAdmin, async (c) => {
  const other = await findMember(c)
  if (other === null) {
    return c.notFound()
  }
  const { id, name, email } = other
  const removed = await removeMember(c.env.DB, c.var.member.marketplace.id, id)
  if (removed) {
    await write(c, 'removed from the team', email)
  }
  return back(c, removed, removed ? `${name} is no longer in the team.` : LAST_ADMIN)
})

teamMembers.post('/members/:member/reset-link', requireAdmin, async (c) => {
  const other = await findMember(c)
  if (other === null) {
    return c.notFound()
  }
  const { person, email } = other
  if (!(await canResetPassword(c.env.DB, c.var.person.id, person))) {
    return back(c, false, ELSEWHERE)
  }
  const link = `${new URL(c.req.url).origin}/new-password?token=${await createResetToken(c.env, person)}`
  await write(c, 'made a link for a new password of', email)
  const main = <ResetLink base={marketplaceAddress(c)} member={other} link={link} />
  return renderPage(c, { title: 'Link for a new password', section: 'Team', main })
})

teamMembers.get('/leave', (c) => {
  const main = <Leave base={marketplaceAddress(c)} marketplace={c.var.member.marketplace.name} />
  return renderPage(c, { title: 'Leave the team', section: 'Team', main })
})

teamMembers.post('/leave', async (c) => {
  const { marketplace } = c.var.member
  const me = (await listTeam(c.env.DB, marketplace.id)).find(({ person }) => person === c.var.person.id)
  const left = me !== undefined && (await removeMember(c.env.DB, marketplace.id, me.id))
  if (!left) {
    return back(c, false, LAST_ADMIN)
  }
  await write(c, 'left', 'the team')
  return redirect(c, '/marketplaces', { kind: 'done', text: `You left the team of ${marketplace.name}.` })
})

/** Null when the address names no member of this marketplace. */
async function findMember(c: Context<Web>): Promise<TeamMember | null> {
  const members = await listTeam(c.env.DB, c.var.member.marketplace.id)
  return members.find((member) => member.id === c.req.param('member')) ?? null
}

function write(c: Context<Web>, did: string, what: string): Promise<void> {
  return recordAudit(c.env.DB, { marketplace: c.var.member.marketplace.id, person: c.var.person, did, what })
}

function back(c: Context<Web>, done: boolean, text: string) {
  return redirect(c, `${marketplaceAddress(c)}/team`, { kind: done ? 'done' : 'failed', text })
}
