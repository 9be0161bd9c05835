/** What a person may do with an entry: Retry, Replay, Give up, Undo this test. */
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { entryAddress, happened } from '../../../views/parts/words'
import type { Entry, EntryButton } from '../../journal/queries'
import { baseOf } from '../http/address'
import type { Flash, Web } from '../http/context'
import { nameOf } from '../http/person'
import { page, seeOther } from '../http/respond'
import { WORDS } from '../http/words'
import { undoing } from './undoing'

export const entryActs = new Hono<Web>()

/** Acts on what does not exist here, or not in this marketplace, do not exist either. */
entryActs.use('/logs/:entry/*', async (c, next) => {
  if ((await journalOf(c).entry(c.req.param('entry'))) === null) return c.notFound()
  await next()
})

entryActs.post('/logs/:entry/retry', async (c) => {
  const entry = await entryWith(c, ['retry', 'run again'])
  if (entry === null) {
    return tooLate(c)
  }
  const count = await journalOf(c).retry([entry.id], nameOf(c.var.person))
  return count === 0 ? tooLate(c) : backTo(c, { kind: 'done', text: 'Queued again. It runs in a moment.' })
})

entryActs.get('/logs/:entry/replay', (c) =>
  ask(c, 'replay', {
    title: 'Replay this event?',
    confirm: 'Replay',
    takes: ['The event runs against today’s rules, as if it came now.', 'What was settled already is left alone.'],
    harmless: true,
  }),
)

entryActs.post('/logs/:entry/replay', async (c) => {
  const entry = await entryWith(c, ['replay'])
  if (entry === null) {
    return tooLate(c)
  }
  await journalOf(c).replay(entry.id, nameOf(c.var.person))
  return backTo(c, { kind: 'done', text: 'The event runs again, against today’s rules.' })
})

entryActs.get('/logs/:entry/give-up', (c) =>
  ask(c, 'give up', {
    title: 'Give up on this entry?',
    confirm: 'Give Up',
    takes: [
      'It stops waiting: nothing more is done for this customer by this rule.',
      'It ends as “given up”, under your name.',
    ],
    stays: ['You can still Retry it later.'],
  }),
)

entryActs.post('/logs/:entry/give-up', async (c) => {
  const entry = await entryWith(c, ['give up'])
  const count = entry === null ? 0 : await journalOf(c).giveUp([entry.id], nameOf(c.var.person))
  return count === 0 ? tooLate(c) : backTo(c, { kind: 'done', text: 'Given up. It is in the log under your name.' })
})

entryActs.get('/logs/:entry/undo-test', (c) =>
  ask(c, 'undo test', {
    title: 'Undo this test?',
    confirm: 'Undo This Test',
    takes: ['The access this test order opened ends in Thinkific.'],
    stays: ['The user in Thinkific stays; what real purchases granted is given back.'],
  }),
)

entryActs.post('/logs/:entry/undo-test', async (c) => {
  const entry = await entryWith(c, ['undo test'])
  const act = entry && undoing(entry, nameOf(c.var.person))
  if (act === null) {
    return tooLate(c)
  }
  const made = await journalOf(c).act(c.var.member.marketplace.id, act)
  return seeOther(c, entryAddress(baseOf(c), made), { kind: 'done', text: 'The test is being undone.' })
})

interface Question {
  title: string
  confirm: string
  takes: Child[]
  stays?: Child[]
  harmless?: boolean
}

/** The page before an act; its form posts to the page's own address. */
async function ask(c: Context<Web>, button: EntryButton, question: Question) {
  const entry = await entryWith(c, [button])
  if (entry === null) {
    return tooLate(c)
  }
  const back = entryAddress(baseOf(c), entry.id)
  const crumbs = [{ label: `${entry.customer?.name ?? 'Entry'}, ${happened(WORDS, entry)}`, href: back }]
  const main = <ConfirmPage {...question} crumbs={crumbs} action={new URL(c.req.url).pathname} back={back} />
  return page(c, { title: question.title, section: 'Integrations', main })
}

/** The entry, where one of these buttons still makes sense for it. */
async function entryWith(c: Context<Web>, buttons: EntryButton[]): Promise<Entry | null> {
  const entry = await journalOf(c).entry(c.req.param('entry') ?? '')
  return entry && buttons.some((button) => entry.buttons.includes(button)) ? (entry as Entry) : null
}

/** Another tab, or the queue, was faster. */
function tooLate(c: Context<Web>) {
  return backTo(c, { kind: 'failed', text: 'That does not apply any more: look at where the entry stands now.' })
}

function backTo(c: Context<Web>, flash: Flash) {
  return seeOther(c, entryAddress(baseOf(c), c.req.param('entry') ?? ''), flash)
}

function journalOf(c: Context<Web>) {
  return c.env.JOURNAL.getByName(c.var.member.marketplace.id)
}
