import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Child } from 'hono/jsx'
import * as z from 'zod'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { TextField } from '../../../views/parts/fields'
import { describeHappening, entryActsAddress, entryAddress } from '../../../views/parts/phrases'
import { giveUpEntry, ignoreEntry, replayEvent, retryEntry, TOO_LATE } from '../../journal/log/entry-commands'
import { choosePurchase } from '../../journal/log/purchase-choice-commands'
import type { Entry, EntryButton } from '../../journal/queries'
import { undoTest } from '../../journal/undo/undo-commands'
import type { CommandResult } from '../../model/command-result'
import type { PurchaseChoice } from '../../model/purchase'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Flash, Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { PHRASES } from '../http/phrases'
import { redirect, renderPage } from '../http/respond'

export const entryActions = new Hono<Web>()

/** Unknown entries and other marketplaces' entries answer 404. */
const requireEntry = createMiddleware<Web>(async (c, next) => {
  if ((await findJournal(c).entry(c.req.param('entry') ?? '')) === null) {
    return c.notFound()
  }
  await next()
})

entryActions.use('/logs/:entry/*', requireEntry)
entryActions.use('/entries/:entry/*', requireEntry)

entryActions.post('/entries/:entry/retries', async (c) => {
  const retried = await retryEntry(c.env, authorOf(c), c.req.param('entry'))
  return answer(c, retried, 'Queued again. It runs in a moment.')
})

entryActions.get('/logs/:entry/replay', (c) =>
  showQuestion(c, 'replay', 'replays', {
    title: 'Replay this event?',
    confirm: 'Replay',
    takes: ['The event runs against today’s rules, as if it arrived now.', 'What was already settled is left alone.'],
    harmless: true,
  }),
)

entryActions.post('/entries/:entry/replays', async (c) => {
  const replayed = await replayEvent(c.env, authorOf(c), c.req.param('entry'))
  return answer(c, replayed, 'The event runs again, against today’s rules.')
})

entryActions.get('/logs/:entry/give-up', (c) =>
  showQuestion(c, 'give up', 'endings', {
    title: 'Give up on this entry?',
    confirm: 'Give Up',
    takes: [
      'It stops waiting, and this rule does nothing for this customer.',
      'It ends as “given up”, under your name.',
    ],
    stays: ['You can still Retry it later.'],
  }),
)

entryActions.post('/entries/:entry/endings', async (c) => {
  const ended = await giveUpEntry(c.env, authorOf(c), c.req.param('entry'))
  return answer(c, ended, 'Given up. It is in the log under your name.')
})

entryActions.get('/logs/:entry/ignore', (c) =>
  showQuestion(c, 'ignore', 'dismissals', {
    title: 'Ignore this entry?',
    confirm: 'Ignore',
    takes: ['It stays in the log, under your name, and no longer needs attention.'],
    children: <TextField name="note" label="Note" optional hint="Why it needs nothing more." />,
    harmless: true,
  }),
)

entryActions.post('/entries/:entry/dismissals', async (c) => {
  const { note = '' } = textValues(await c.req.parseBody())
  const ignored = await ignoreEntry(c.env, authorOf(c), c.req.param('entry'), note)
  return answer(c, ignored, 'Ignored. It no longer needs attention.')
})

entryActions.get('/logs/:entry/undo-test', async (c) => {
  const entry = await findJournal(c).entry(c.req.param('entry'))
  const kind = PHRASES.kind(entry?.action ?? null) ?? 'the integration'
  return showQuestion(c, 'undo test', 'test-undos', {
    title: 'Undo this test?',
    confirm: 'Undo This Test',
    takes: [`The access this test order opened ends in ${kind}.`],
    stays: [`The user in ${kind} stays; what real purchases granted is given back.`],
  })
})

entryActions.post('/entries/:entry/test-undos', async (c) => {
  const { id } = textValues(await c.req.parseBody())
  const undone = await undoTest(c.env, authorOf(c), c.req.param('entry'), readFormId(id))
  if (!undone.ok) {
    return redirectToEntry(c, { kind: 'failed', text: undone.sentence })
  }
  const text = 'The test is being undone.'
  return redirect(c, entryAddress(marketplaceAddress(c), undone.entry), { kind: 'done', text })
})

entryActions.post('/entries/:entry/choices', async (c) => {
  const { choice = '', formId } = textValues(await c.req.parseBody())
  const chosen = readChoice(choice)
  if (chosen === null) {
    return redirectToEntry(c, { kind: 'failed', text: TOO_LATE })
  }
  const result = await choosePurchase(c.env, authorOf(c), {
    form: readFormId(formId),
    entry: c.req.param('entry'),
    choice: chosen,
  })
  return answer(c, result, 'Purchase chosen. The entry runs again in a moment.')
})

interface Question {
  title: string
  confirm: string
  takes: Child[]
  stays?: Child[]
  harmless?: boolean
  children?: Child
}

async function showQuestion(
  c: Context<Web>,
  button: EntryButton,
  acts: 'replays' | 'endings' | 'dismissals' | 'test-undos',
  question: Question,
) {
  const entry = await findEntryWith(c, [button])
  if (entry === null) {
    return redirectToEntry(c, {
      kind: 'failed',
      text: TOO_LATE,
    })
  }
  const back = entryAddress(marketplaceAddress(c), entry.id)
  const crumbs = [{ label: `${entry.customer?.name ?? 'Entry'}, ${describeHappening(PHRASES, entry)}`, href: back }]
  const main = (
    <ConfirmPage
      {...question}
      crumbs={crumbs}
      values={{ id: crypto.randomUUID() }}
      action={`${entryActsAddress(marketplaceAddress(c), entry.id)}/${acts}`}
      back={back}
    />
  )
  return renderPage(c, { title: question.title, section: 'Logs', main })
}

const purchaseChoice = z.object({ event: z.string(), subscription: z.string().nullable() })

function readChoice(text: string): PurchaseChoice | null {
  try {
    return purchaseChoice.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Null unless one of these buttons still applies. */
async function findEntryWith(c: Context<Web>, buttons: EntryButton[]): Promise<Entry | null> {
  const entry = await findJournal(c).entry(c.req.param('entry') ?? '')
  return entry && buttons.some((button) => entry.buttons.includes(button)) ? (entry as Entry) : null
}

function answer(c: Context<Web>, result: CommandResult<string>, text: string) {
  return redirectToEntry(c, result.ok ? { kind: 'done', text } : { kind: 'failed', text: result.sentence })
}

function redirectToEntry(c: Context<Web>, flash: Flash) {
  return redirect(c, entryAddress(marketplaceAddress(c), c.req.param('entry') ?? ''), flash)
}

function findJournal(c: Context<Web>) {
  return c.env.JOURNAL.getByName(c.var.member.marketplace.id)
}
