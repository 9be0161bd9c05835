/** Why a customer is not in: what they may open and why, what was reported, and what is broken meanwhile. */
import type { ApiCall } from '../../contract/call'
import { ask, type EntryRow } from '../tool/ask'
import { findEmail } from '../tool/find-email'
import { defineTool } from '../tool/tool'
import { customerLink, pageLink, sayEntry, sayPerson, sayTime, toLines } from '../tool/words'

const MOST_ENTRIES = 10

type AccessItem = Awaited<ReturnType<typeof readAccess>>['items'][number]

export const whyNotEnrolled = defineTool({
  name: 'why_not_enrolled',
  title: 'Why is a customer not in?',
  description:
    'Says why a customer has no access, or has it: what they may open, what the store reported, what came of it, and what is broken.',
  scope: 'read',
  fields: {
    customer: { description: 'Their email; a name or an order’s id where that finds one customer.', required: true },
    about: { description: 'Part of the name of a product, course or bundle, to hear of nothing else.' },
  },
  run: async (call, { customer, about = '' }) => {
    const email = await findEmail(call, customer)
    const [known, { items, complete }, causes] = await Promise.all([
      ask(call, 'getCustomer', { params: { email } }),
      readAccess(call, email),
      ask(call, 'listCauses'),
    ])
    const entries = known.events
      .flatMap((event) => event.entries)
      .toSorted((a, b) => (a.happened_at < b.happened_at ? 1 : -1))
    const access = items.filter(({ target }) => isAbout(about, [target.name]))
    const reported = entries.filter((entry) =>
      isAbout(about, [entry.product?.name, entry.product?.id, entry.target?.name]),
    )
    const serious = causes.items.filter((cause) => cause.serious)
    const sections = [
      `${sayPerson(known)}: ${customerLink(call, known.email)}`,
      access.length === 0
        ? sayNoAccess(about, reported)
        : `Access:\n${toLines(access.map((one) => sayAccess(one, entries)))}`,
      complete ? '' : 'A site did not answer, so this may not be all of their access.',
      reported.length === 0 ? sayNoEntries(call, about) : sayEntries(call, reported),
      serious.length === 0
        ? ''
        : `Broken now, for every customer it concerns:\n${toLines(serious.map(({ title, text, page }) => `${title}. ${text} ${page}`))}`,
    ]
    return sections.filter(Boolean).join('\n\n')
  },
})

function readAccess(call: ApiCall, email: string) {
  return ask(call, 'getAccess', { params: { email } })
}

function isAbout(about: string, names: (string | null | undefined)[]): boolean {
  const wanted = about.toLowerCase()
  return names.some((name) => name?.toLowerCase().includes(wanted)) || about === ''
}

/** @param entries newest first */
function sayAccess(
  { target, integration, open, reason, ends_at, starts_at, at_site }: AccessItem,
  entries: EntryRow[],
): string {
  const last = entries.find((entry) => entry.target?.id === target.id && entry.target.kind === target.kind)
  const differs = at_site !== null && at_site.open !== open
  return [
    `${target.name} at ${integration.name}: ${open ? 'they have access' : 'they have no access'}.`,
    reason,
    starts_at && `It begins ${sayTime(starts_at)}.`,
    open && ends_at && `It ends ${sayTime(ends_at)}.`,
    !open && last && `What happened last: ${last.sentence}`,
    differs && `At ${integration.name} itself it was last seen ${at_site.open ? 'open' : 'closed'}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** @param entries newest first */
function sayNoAccess(about: string, [last]: EntryRow[]): string {
  const why = last === undefined ? '' : ` What happened last: ${last.sentence}`
  return `They have no access${about === '' ? '' : ` to anything like “${about}”`}, and no rule has given them any.${why}`
}

function sayNoEntries(call: ApiCall, about: string): string {
  const what =
    about === '' ? 'Nothing was reported about this email' : `Nothing like “${about}” was reported about them`
  return `${what}. Perhaps they bought with another email, or the store’s post was refused: ${pageLink(call, '/webhook/activity')}`
}

function sayEntries(call: ApiCall, entries: EntryRow[]): string {
  const newest = entries.slice(0, MOST_ENTRIES).map((entry) => sayEntry(call, { ...entry, customer: null }))
  return `What was reported, newest first, and what came of it:\n${toLines(newest)}`
}
