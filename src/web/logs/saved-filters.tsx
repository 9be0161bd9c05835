/** The log's filters that a person saves under a name, for themselves. */
import { type Context, Hono } from 'hono'
import { filteredAddress, readSaved } from '../../../views/logs/filters'
import { SaveFilterPage } from '../../../views/logs/saved-filters'
import type { FormValues } from '../../../views/parts/form-values'
import { removeFilter, saveFilter } from '../../accounts/saved-filter-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { newForm, readFormId, textValues, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { parseFilters, readFilters } from './query'

export const savedFilters = new Hono<Web>()

savedFilters.get('/filters/new', (c) => ask(c, newForm({ query: filteredAddress('', readFilters(c)).slice(1) })))

savedFilters.post('/filters', async (c) => {
  const { id, name = '', query: sent = '' } = textValues(await c.req.parseBody())
  // Only what the log knows, in its own order.
  const filters = parseFilters(readSaved(sent))
  const query = filteredAddress('', filters).slice(1)
  const saved = await saveFilter(c.env, authorOf(c), { id: readFormId(id), name, query })
  if (!saved.ok) {
    return ask(c, withError({ ...newForm().values, name, query }, 'name', saved.sentence), 422)
  }
  const flash = { kind: 'done', text: `“${name.trim()}” is saved above the log.` } as const
  return redirect(c, filteredAddress(`${marketplaceAddress(c)}/logs`, filters), flash)
})

savedFilters.post('/filters/:filter/deletions', async (c) => {
  await removeFilter(c.env, authorOf(c), c.req.param('filter'))
  return redirect(c, `${marketplaceAddress(c)}/logs`, { kind: 'done', text: 'The filter is removed.' })
})

async function ask(c: Context<Web>, filled: FormValues, status: 200 | 422 = 200): Promise<Response> {
  const main = <SaveFilterPage base={marketplaceAddress(c)} filled={filled} />
  return renderPage(c, { title: 'Save this filter', section: 'Logs', main }, status)
}
