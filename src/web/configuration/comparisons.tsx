/** A file, its text or another marketplace's configuration, compared with this marketplace. */
import { type Context, Hono } from 'hono'
import { Comparison } from '../../../views/configuration/comparison'
import type { FormValues } from '../../../views/parts/form-values'
import { stampChanges } from '../../configuration/change'
import { CHANGE_GROUPS, describeChange } from '../../configuration/describe-change'
import { exportConfiguration } from '../../configuration/export'
import type { ConfigurationFile } from '../../configuration/format'
import { loadPlan } from '../../configuration/load-plan'
import { readConfigurationFile } from '../../configuration/read-file'
import { loadSetup } from '../../configuration/setup'
import { marketplaceAddress, publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { newForm } from '../http/form'
import { renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { fieldOf } from './ask-field'
import { listOthers, showConfiguration } from './page'

interface ShownBefore {
  made?: string
  ticked?: string[]
  secrets?: { of: string; title: string; hint: string; secret: string }[]
  errors?: Record<string, string>
  /** As typed before. */
  values?: Record<string, string>
}

export const comparisons = new Hono<Web>()

comparisons.post('/configuration/comparisons', requireAdmin, async (c) => {
  const typed = await c.req.parseBody()
  const filled = { text: asText(typed.text), from: asText(typed.from) }
  const given = await readGiven(c, typed.file, filled)
  if (given === null) {
    return c.notFound()
  }
  const read = readConfigurationFile(given)
  return read.ok
    ? showComparison(c, given, read.configuration)
    : showConfiguration(c, { values: { ...filled, text: given }, errors: {} }, read.problems)
})

/** Null for a marketplace that is not theirs. */
async function readGiven(
  c: Context<Web>,
  file: unknown,
  { text, from }: { text: string; from: string },
): Promise<string | null> {
  if (file instanceof File && file.size > 0) {
    return file.text()
  }
  if (text.trim() !== '' || from === '') {
    return text
  }
  const isTheirs = (await listOthers(c)).some(({ id }) => id === from)
  return isTheirs ? exportConfiguration(await loadSetup(c.env.DB, from), publicOrigin(c)) : null
}

export async function showComparison(c: Context<Web>, text: string, file: ConfigurationFile, shown: ShownBefore = {}) {
  const { here, plan } = await loadPlan(c.env, c.var.member.marketplace.id, file)
  const names = new Map([...here.products, ...file.products].map(({ id, name }) => [id, name]))
  const describe = (change: (typeof plan.changes)[number]) =>
    describeChange(change, (id) => names.get(id) ?? `product ${id}`)
  const lines = plan.changes.map(describe)
  const groups = CHANGE_GROUPS.map((title) => ({ title, lines: lines.filter(({ group }) => group === title) }))
  const errors = shown.errors ?? {}
  const filled: FormValues = {
    values: { ...newForm(shown.values).values, text, madeFrom: stampChanges([...plan.changes, ...plan.removals]) },
    errors,
  }
  const main = (
    <Comparison
      base={marketplaceAddress(c)}
      groups={groups.filter((group) => group.lines.length > 0)}
      removals={plan.removals.map(describe)}
      ticked={shown.ticked ?? []}
      questions={plan.questions.map((question) => ({ ...question, field: fieldOf(question.name) }))}
      leftOut={plan.leftOut}
      stays={plan.stays}
      made={shown.made ?? null}
      secrets={shown.secrets ?? []}
      filled={filled}
    />
  )
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return renderPage(c, { title: 'What the file would change', section: 'Team', main }, status)
}

export function asText(typed: unknown): string {
  return typeof typed === 'string' ? typed : ''
}
