import { type Context, Hono } from 'hono'
import { TreatPage } from '../../../views/logs/treat-page'
import type { FormValues } from '../../../views/parts/form-values'
import { describeHappening, entryAddress } from '../../../views/parts/phrases'
import { normalizeWord } from '../../intake/formats/common-words'
import { treatAs } from '../../intake/word-commands'
import { groupSpellings } from '../../intake/word-groups'
import type { Entry } from '../../journal/queries'
import { formatOf, isRefused } from '../../model/event'
import { EVENT_TYPES, isReportedType, labelEvent } from '../../model/event-type'
import type { WordMeaning } from '../../model/word-meaning'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues, withError } from '../http/form'
import { PHRASES } from '../http/phrases'
import { redirect, renderPage } from '../http/respond'

const IGNORE = 'ignore'

export const logTreatments = new Hono<Web>()

logTreatments.get('/logs/:entry/treatments/new', (c) => showQuestion(c, { values: { scope: 'post' }, errors: {} }))

logTreatments.post('/logs/:entry/treatments', async (c) => {
  const typed = textValues(await c.req.parseBody())
  const meaning = readMeaning(typed.meaning ?? '')
  if (meaning === null) {
    return showQuestion(c, withError(typed, 'meaning', 'Choose what happened, or Ignore.'))
  }
  const id = c.req.param('entry')
  const treated = await treatAs(c.env, authorOf(c), { entry: id, meaning, always: typed.scope === 'word' })
  if (!treated.ok) {
    return treated.reason === 'gone'
      ? redirect(c, entryAddress(marketplaceAddress(c), id), { kind: 'failed', text: treated.sentence })
      : showQuestion(c, withError(typed, 'meaning', treated.sentence))
  }
  const posts = treated.posts === 1 ? 'This post is' : `${treated.posts} posts are`
  const text = meaning === IGNORE ? `${posts} ignored.` : `${posts} read as ${labelEvent(meaning)}.`
  return redirect(c, entryAddress(marketplaceAddress(c), id), { kind: 'done', text })
})

async function showQuestion(c: Context<Web>, filled: FormValues): Promise<Response> {
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  const id = c.req.param('entry') ?? ''
  const [entry, words] = await Promise.all([journal.entry(id) as Promise<Entry | null>, journal.notUnderstoodWords()])
  if (entry === null) {
    return c.notFound()
  }
  const back = entryAddress(marketplaceAddress(c), entry.id)
  if (!entry.buttons.includes('treat as')) {
    return redirect(c, back, { kind: 'failed', text: 'This entry has changed. Here is its current status.' })
  }
  const spelling = normalizeWord(entry.typeWord)
  const format = formatOf(entry.source)
  const spelled = groupSpellings(words.filter((one) => (one.format ?? format) === format))
  const same = spelled.find(({ word }) => normalizeWord(word) === spelling)?.treatable ?? 0
  const isActionable = entry.customer !== null && entry.marketEvent.items.length > 0
  const main = (
    <TreatPage
      crumbs={[{ label: describeHappening(PHRASES, entry), href: back }]}
      action={`${back}/treatments`}
      back={back}
      word={isRefused(entry.event) ? '' : entry.typeWord}
      sender={PHRASES.sender(entry.source)}
      others={Math.max(0, same - (isActionable ? 1 : 0))}
      options={[
        ...(isActionable ? EVENT_TYPES.map((type) => ({ value: type, label: labelEvent(type) })) : []),
        { value: IGNORE, label: 'Ignore: it changes no access' },
      ]}
      filled={filled}
    />
  )
  const status = Object.keys(filled.errors).length > 0 ? 422 : 200
  return renderPage(c, { title: 'Treat as', section: 'Logs', main }, status)
}

function readMeaning(text: string): WordMeaning | null {
  return text === IGNORE || isReportedType(text) ? text : null
}
