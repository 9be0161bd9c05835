/** Differences between the ledger and what a site has. Routes are relative to /m/:marketplace. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { DifferencesPage } from '../../../views/reconcile/differences-page'
import { KINDS } from '../../integrations'
import { isReconcilable } from '../../integrations/reconcilers'
import { findIntegration, type Integration } from '../../integrations/store'
import type { DifferenceGroup } from '../../journal/queries'
import { changeSchedule, fixDifferences, startReconcile } from '../../journal/reconcile/commands'
import { FIX_DIFFERENCES, type FixDifferencesJob } from '../../journal/reconcile/fix-job'
import { reconcileId } from '../../journal/reconcile/reconcile-job'
import { DIFFERENCE_FIXES, mayFix } from '../../model/difference'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textList, textValues } from '../http/form'
import { showGone, showRefusal } from '../http/gone'
import { isPartial } from '../http/partial'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { describeFix, describeGroup } from './words'

export const reconcile = new Hono<Web>()

const NONE_CHOSEN = 'Select at least one difference first.'
/** Ids have spaces; an address and a form's field have none. */
const SPACE = '~'

const choice = z.object({
  fix: z.enum(DIFFERENCE_FIXES),
  kind: z.string().default(''),
  guess: z.string().default(''),
  all: z.string().default(''),
  difference: textList,
})

reconcile.get('/integrations/:integration/differences', async (c) => {
  const found = await findOwn(c)
  if (found === null) {
    return c.notFound()
  }
  const journal = c.env.JOURNAL.getByName(found.marketplace)
  const [answer, jobs] = await Promise.all([journal.differences(found.id), journal.jobs()])
  const { title } = KINDS.get(found.kind)
  const own = jobs.filter(({ id, kind }) => id === reconcileId(found.id) || kind === FIX_DIFFERENCES)
  const main = (
    <DifferencesPage
      base={marketplaceAddress(c)}
      at={addressOf(c)}
      integration={found}
      kind={title}
      answer={answer}
      groups={answer.groups.map((group) => toGroupView(group, title))}
      jobs={own.filter(({ endedAt }) => endedAt === null)}
      isArriving={isPartial(c)}
      newFormId={() => crypto.randomUUID()}
    />
  )
  return renderPage(c, { title: `Reconcile ${found.name}`, section: 'Integrations', main })
})

reconcile.post('/integrations/:integration/reconciliations', async (c) => {
  const started = await startReconcile(c.env, authorOf(c), c.req.param('integration'))
  if (!started.ok) {
    return showRefusal(c, started, `${marketplaceAddress(c)}/integrations`)
  }
  const { endedAt, result } = started.job
  const text = endedAt === null ? 'Comparing now. You can leave this page.' : (result ?? '')
  return redirect(c, addressOf(c), { kind: 'done', text })
})

reconcile.post('/integrations/:integration/reconciliations/schedule', requireAdmin, async (c) => {
  const { formId, weekly } = textValues(await c.req.parseBody())
  const integration = c.req.param('integration')
  const change = { integration, isWeekly: weekly === 'yes' }
  const changed = await changeSchedule(c.env, authorOf(c), readFormId(formId), change)
  if (!changed.ok) {
    return showRefusal(c, changed, `${marketplaceAddress(c)}/integrations`)
  }
  const text = change.isWeekly ? 'Runs weekly.' : 'Runs only when someone starts it.'
  return redirect(c, addressOf(c), { kind: 'done', text })
})

reconcile.get('/integrations/:integration/differences/fixes/new', requireAdmin, async (c) => {
  const found = await findOwn(c)
  if (found === null) {
    return c.notFound()
  }
  const asked = choice.safeParse({ ...c.req.query(), difference: c.req.queries('difference') })
  const { groups } = await c.env.JOURNAL.getByName(found.marketplace).differences(found.id)
  const group = asked.success
    ? groups.find(({ kind, guess }) => kind === asked.data.kind && guess === asked.data.guess)
    : undefined
  if (!asked.success || group === undefined) {
    return redirect(c, addressOf(c), { kind: 'failed', text: 'This was already settled; there is nothing left to do.' })
  }
  const { fix, all, difference } = asked.data
  const count = all === '' ? difference.length : group.count
  if (count === 0) {
    return redirect(c, addressOf(c), { kind: 'failed', text: NONE_CHOSEN })
  }
  const { title } = KINDS.get(found.kind)
  const { label, does, isEnding } = describeFix(group.kind, fix, title)
  const main = (
    <ConfirmPage
      title={count === 1 ? `${label}?` : `${label} for all ${count}?`}
      crumbs={[
        { label: 'Integrations', href: `${marketplaceAddress(c)}/integrations` },
        { label: `Reconcile ${found.name}`, href: addressOf(c) },
      ]}
      takes={[
        does,
        ...(fix === 'leave' ? [] : [`We check ${title} again first. Each change is logged under your name.`]),
      ]}
      stays={[isEnding ? `Their progress in ${title}.` : 'Anything you didn’t select.']}
      action={`${addressOf(c)}/fixes`}
      values={{
        formId: crypto.randomUUID(),
        fix,
        kind: group.kind,
        guess: group.guess,
        ...(all === '' ? { difference: difference.join(' ') } : { all }),
      }}
      confirm={label}
      harmless={!isEnding}
      back={addressOf(c)}
    />
  )
  return renderPage(c, { title: `${label}?`, section: 'Integrations', main })
})

reconcile.post('/integrations/:integration/differences/fixes', requireAdmin, async (c) => {
  const integration = c.req.param('integration')
  const { formId, ...typed } = textValues(await c.req.parseBody())
  const asked = choice.safeParse({ ...typed, difference: (typed.difference ?? '').split(' ').filter(Boolean) })
  if (!asked.success) {
    return redirect(c, addressOf(c), { kind: 'failed', text: NONE_CHOSEN })
  }
  const { fix, all, kind, guess, difference } = asked.data
  const which =
    all === ''
      ? { ids: difference.map((one) => `${integration} ${one.replaceAll(SPACE, ' ')}`) }
      : ({ kind, guess } as FixDifferencesJob['which'])
  const started = await fixDifferences(c.env, authorOf(c), readFormId(formId), { integration, which, fix })
  if (!started.ok) {
    return started.reason === 'gone'
      ? showGone(c, started.sentence)
      : redirect(c, addressOf(c), { kind: 'failed', text: started.sentence })
  }
  const { endedAt, result } = started.job
  const text = endedAt === null ? 'In progress. Each change appears in the log.' : (result ?? '')
  return redirect(c, addressOf(c), { kind: 'done', text })
})

function toGroupView({ kind, guess, count, differences }: DifferenceGroup, title: string) {
  return {
    kind,
    guess,
    count,
    words: describeGroup(guess, title),
    fixes: DIFFERENCE_FIXES.map((fix) => ({ fix, ...describeFix(kind, fix, title) })),
    differences: differences.map((one) => ({
      ...one,
      value: one.id.split(' ').slice(1).join(SPACE),
      fixable: DIFFERENCE_FIXES.filter((fix) => mayFix(one, fix)),
    })),
  }
}

/** Null for another marketplace's, and for a kind without. */
async function findOwn(c: Context<Web>): Promise<Integration | null> {
  const found = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration') ?? '')
  return found !== null && isReconcilable(found) ? found : null
}

function addressOf(c: Context<Web>): string {
  return `${marketplaceAddress(c)}/integrations/${encodeURIComponent(c.req.param('integration') ?? '')}/differences`
}
