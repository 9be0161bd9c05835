/** Entries' main buttons: each leads to where its cause is fixed, or names who can. */

import type { Context } from 'hono'
import type { FixView } from '../../../views/logs/main-fix'
import { entryAddress } from '../../../views/parts/phrases'
import { displayName } from '../../accounts/display-name'
import { listTeam } from '../../accounts/members'
import { type EntryFix, findEntryFix } from '../../attention/entry-fix'
import { type Integration, listIntegrations } from '../../integrations/store'
import { nounOf } from '../../integrations/target-names'
import type { LogRow } from '../../journal/queries'
import { isSameTarget, type Rule } from '../../model/rule'
import { listRules } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'

/** By entry id. Rules, integrations and the team are read only where an entry's cause asks for them. */
export async function findFixes(c: Context<Web>, rows: LogRow[]): Promise<Record<string, FixView>> {
  const found = rows.flatMap((row) => {
    const fix = findEntryFix(row)
    return fix === null ? [] : [{ row, fix }]
  })
  const has = (wanted: EntryFix) => found.some(({ fix }) => fix === wanted)
  const { marketplace, role } = c.var.member
  const isAdmin = role !== 'merchant'
  const [integrations, rules, team] = await Promise.all([
    has('reconnect') ? listIntegrations(c.env.DB, marketplace.id) : [],
    has('choose target') ? listRules(c.env.DB, marketplace.id) : [],
    has('reconnect') && !isAdmin ? listTeam(c.env.DB, marketplace.id) : [],
  ])
  const admins = team.filter((one) => one.role === 'admin').map(displayName)
  const base = marketplaceAddress(c)
  const views = found.flatMap(({ row, fix }) => {
    const view = toView(base, fix, row, { integrations, rules, admins: isAdmin ? null : admins })
    return view === null ? [] : [[row.id, view] as const]
  })
  return Object.fromEntries(views)
}

interface Known {
  integrations: Integration[]
  rules: Rule[]
  /** Whom to ask; null for an admin. */
  admins: string[] | null
}

function toView(base: string, fix: EntryFix, row: LogRow, { integrations, rules, admins }: Known): FixView | null {
  const at = entryAddress(base, row.id)
  switch (fix) {
    case 'reconnect': {
      const one = integrations.find(({ id }) => id === row.integration?.id)
      return needsKey(row, one) ? toReconnection(base, one, admins) : null
    }
    case 'choose target': {
      const rule = rules.find(({ id }) => id === row.rule?.id)
      return rule === undefined ? null : toOtherTarget(base, row, rule)
    }
    case 'choose purchase':
      return { label: 'Choose the purchase', href: `${at}#choose-purchase` }
    case 'treat as':
      return { label: 'Treat as…', href: `${at}/treatments/new` }
  }
}

/** Once the rule has another, the entry only needs to run with it. */
function toOtherTarget(base: string, { id, target }: LogRow, rule: Rule): FixView {
  return target !== null && !isSameTarget(rule.target, target)
    ? { label: `Replay with ${rule.target.name}`, href: `${entryAddress(base, id)}/replay` }
    : {
        label: `Choose another ${nounOf(rule.target.kind)}`,
        href: `${base}/rules/${encodeURIComponent(rule.id)}/edit`,
      }
}

/** What was rejected before the integration worked again only needs another run. */
function needsKey({ waiting }: LogRow, one: Integration | undefined): one is Integration {
  return one !== undefined && (waiting !== null || one.problem !== null)
}

/** Asks for the key alone. */
function toReconnection(base: string, one: Integration, admins: string[] | null): FixView {
  return admins === null
    ? { label: `Reconnect ${one.name}`, href: `${base}/integrations/${encodeURIComponent(one.id)}?reconnect=yes` }
    : { label: `Reconnecting ${one.name} is for an admin: ${NAMES.format(admins)}`, href: null }
}

const NAMES = new Intl.ListFormat('en', { type: 'disjunction' })
