import { type Context, Hono } from 'hono'
import { AppliedWithSecrets } from '../../../views/configuration/made-secrets'
import { applyConfiguration } from '../../configuration/commands'
import { loadPlan } from '../../configuration/load-plan'
import { readConfigurationFile } from '../../configuration/read-file'
import { marketplaceAddress, publicOrigin } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { newForm, readFormId, textList, textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { fieldOf } from './ask-field'
import { asText, showComparison } from './comparisons'
import { showConfiguration } from './page'

export const applyPage = new Hono<Web>()

applyPage.post('/configuration/changes', requireAdmin, async (c) => {
  const typed = await c.req.parseBody({ all: true })
  const text = asText(typed.text)
  const read = readConfigurationFile(text)
  if (!read.ok) {
    return showConfiguration(c, newForm({ text }), read.problems)
  }
  const file = read.configuration
  const remove = textList.safeParse(typed.removed).data ?? []
  const values = textValues(typed)
  const { plan } = await loadPlan(c.env, c.var.member.marketplace.id, file)
  const answers = Object.fromEntries(plan.questions.map(({ name }) => [name, values[fieldOf(name)] ?? '']))
  const applied = await applyConfiguration(c.env, authorOf(c), {
    id: readFormId(values.id),
    text,
    madeFrom: asText(typed.madeFrom),
    remove,
    answers,
    origin: publicOrigin(c),
  })
  if (!applied.ok) {
    const field = applied.reason === 'answer refused' ? fieldOf(applied.question) : ''
    const secrets = 'secrets' in applied ? applied.secrets : []
    const errors = { [field]: applied.sentence }
    return showComparison(c, text, file, { errors, secrets, ticked: remove, values: withoutSecrets(plan, values) })
  }
  const { made, left, secrets } = applied
  const said = describeMade(made, left)
  if (left > 0) {
    return showComparison(c, text, file, { made: said, secrets, ticked: remove, values: withoutSecrets(plan, values) })
  }
  return secrets.length > 0
    ? showSecrets(c, said, secrets)
    : redirect(c, `${marketplaceAddress(c)}/configuration`, { kind: 'done', text: said })
})

/** What is typed again is never a credential. */
function withoutSecrets(plan: { questions: { name: string; isSecret: boolean }[] }, values: Record<string, string>) {
  const hidden = new Set(plan.questions.flatMap(({ name, isSecret }) => (isSecret ? [fieldOf(name)] : [])))
  return Object.fromEntries(Object.entries(values).filter(([field]) => !hidden.has(field)))
}

function showSecrets(c: Context<Web>, said: string, secrets: Parameters<typeof AppliedWithSecrets>[0]['secrets']) {
  const main = <AppliedWithSecrets base={marketplaceAddress(c)} made={said} secrets={secrets} />
  return renderPage(c, { title: 'Applied', section: 'Team', main })
}

function describeMade(made: number, left: number): string {
  const counted = made === 0 ? 'Nothing was changed.' : made === 1 ? '1 change is made.' : `${made} changes are made.`
  return left === 0 ? counted : `${counted} ${left} are left: apply again to go on.`
}
