/** Work that takes long: seen, paused, canceled. Routes are relative to /m/:marketplace. */
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { JobCard } from '../../../views/jobs/job-card'
import { JobsPage } from '../../../views/jobs/jobs-page'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { changeJob } from '../../journal/jobs/commands'
import type { JobChange } from '../../journal/jobs/job'
import { uncapitalize } from '../../model/letter-case'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { isPartial } from '../http/partial'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const jobs = new Hono<Web>()

const requireStopper = createMiddleware<Web>(async (c, next) => {
  const all = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).jobs()
  const isAnyones = all.some(({ id, stoppable }) => id === c.req.param('job') && stoppable === 'by anyone')
  return isAnyones ? next() : requireAdmin(c, next)
})

jobs.get('/jobs', async (c) => {
  const all = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).jobs()
  return renderPage(c, {
    title: 'Background work',
    section: 'Overview',
    main: <JobsPage base={marketplaceAddress(c)} jobs={all} />,
  })
})

jobs.get('/jobs/:job', async (c) => {
  const all = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).jobs()
  const job = all.find(({ id }) => id === c.req.param('job'))
  if (job === undefined) {
    return c.notFound()
  }
  if (!isPartial(c)) {
    return redirect(c, `${marketplaceAddress(c)}/jobs`)
  }
  const main = <JobCard base={marketplaceAddress(c)} job={job} isUpdate />
  return renderPage(c, { title: job.title, section: 'Overview', main, fragment: main })
})

jobs.get('/jobs/:job/cancellation', requireStopper, async (c) => {
  const all = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).jobs()
  const job = all.find(({ id, endedAt }) => id === c.req.param('job') && endedAt === null)
  if (job === undefined) {
    return c.notFound()
  }
  const back = `${marketplaceAddress(c)}/jobs`
  const main = (
    <ConfirmPage
      title={`Cancel ${uncapitalize(job.title)}?`}
      crumbs={[{ label: 'Background work', href: back }]}
      takes={['What has not started yet is not done, and it cannot be resumed.']}
      stays={['What is done until then stays.']}
      action={`${back}/${encodeURIComponent(job.id)}/cancellations`}
      confirm="Cancel It"
      back={back}
    />
  )
  return renderPage(c, { title: 'Cancel', section: 'Overview', main })
})

jobs.post('/jobs/:job/pauses', requireStopper, (c) => change(c, 'pause'))
jobs.post('/jobs/:job/resumptions', requireStopper, (c) => change(c, 'resume'))
jobs.post('/jobs/:job/cancellations', requireStopper, (c) => change(c, 'cancel'))

async function change(c: Context<Web>, what: JobChange): Promise<Response> {
  const changed = await changeJob(c.env, authorOf(c), c.req.param('job') ?? '', what)
  const at = `${marketplaceAddress(c)}/jobs`
  return changed.ok ? redirect(c, at) : redirect(c, at, { kind: 'failed', text: changed.sentence })
}
