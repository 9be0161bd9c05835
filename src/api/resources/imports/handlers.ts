import { chooseOrders, discardImport, mapColumns, runImport, uploadOrders } from '../../../imports/commands'
import { readMapping } from '../../../imports/rows/read-mapping'
import type { ImportRecord, OrderPlace, StoredOrder } from '../../../journal/imports/import-record'
import { listProducts } from '../../../products/store'
import { type ApiCall, type Handlers, journalOf } from '../../contract/call'
import { wrongCursor } from '../../contract/cursor'
import { requireMatch } from '../../contract/etag'
import { pageById, readPaging } from '../../contract/listing'
import { ApiProblem, invalid, invalidField, orNotFound, orRefuse } from '../../contract/problem'
import { startedJob } from '../jobs/job-json'
import type { ImportAnswers } from './description'
import { toImportJson, toOrderJson } from './import-json'
import type { IMPORTS } from './operations'

/** A row's place in a cursor: its customer's key, its time and its id. */
const PLACE = /^(\S*) (-?\d{1,16}) (.*)$/s

export const importHandlers: Handlers<typeof IMPORTS, ImportAnswers> = {
  listImports: async (call, { query }) =>
    pageById(call, 'listImports', query, (await journalOf(call).imports()) as ImportRecord[], toImportJson),
  uploadImport: async (call) => {
    const { body, contentType } = call.upload ?? { body: null, contentType: '' }
    if (body === null || !contentType.startsWith('multipart/form-data')) {
      throw new ApiProblem(415, 'not a file', 'Send the file as “multipart/form-data”, in a part named file.')
    }
    const { id } = orRefuse(await uploadOrders(call.env, call.author, { body, contentType }))
    return toImportJson(await find(call, id))
  },
  getImport: async (call, { params }) => toImportJson(await find(call, params.import)),
  mapImport: async (call, { params, body: { columns, product, meaning, date_style } }) => {
    const record = await findUnchanged(call, params.import)
    const typed = Object.entries(columns).map(([field, at]) => [field, String(at)])
    const read = readMapping(
      { ...Object.fromEntries(typed), product: product ?? '', meaning, dateStyle: date_style ?? '' },
      record,
    )
    if ('errors' in read) {
      throw invalid(Object.entries(read.errors).map(([field, message]) => ({ path: `body.columns.${field}`, message })))
    }
    const mapping = { mapping: read.mapping, form: call.id, seenAt: record.changedAt }
    return startedJob(await mapColumns(call.env, call.author, record.id, mapping))
  },
  chooseOrders: async (call, { params, body: choice }) => {
    const record = await findUnchanged(call, params.import)
    if (choice.from !== null && choice.until !== null && choice.from > choice.until) {
      throw invalidField('body.until', 'This is before the first day.')
    }
    await requireProducts(call, record, choice.products)
    const chosen = { choice, form: call.id, seenAt: record.changedAt }
    return startedJob(await chooseOrders(call.env, call.author, record.id, chosen))
  },
  runImport: async (call, { params }) => {
    const record = await findUnchanged(call, params.import)
    const form = { form: call.id, seenAt: record.changedAt }
    return startedJob(await runImport(call.env, call.author, record.id, form))
  },
  listImportRows: async (call, { params, query }) => {
    const { id } = await find(call, params.import)
    const { limit, after, next } = readPaging(call, `listImportRows ${id}`, query)
    const page = { only: query.only ?? null, after: readPlace(after), limit }
    const rows = (await journalOf(call).importOrders(id, page)) as StoredOrder[]
    const last = rows.length < limit ? undefined : rows.at(-1)
    return {
      items: rows.map(toOrderJson),
      next_cursor: last === undefined ? null : next(`${last.customer} ${last.late} ${last.id}`),
    }
  },
  deleteImport: async (call, { params }) => {
    const { id } = await findUnchanged(call, params.import)
    orRefuse(await discardImport(call.env, call.author, id))
    return undefined
  },
}

function readPlace(after: string): OrderPlace | null {
  if (after === '') {
    return null
  }
  const [, customer = '', late = '', id = ''] = PLACE.exec(after) ?? []
  if (late === '') {
    throw wrongCursor()
  }
  return { customer, late: Number(late), id }
}

function find(call: ApiCall, id: string): Promise<ImportRecord> {
  return orNotFound('import', journalOf(call).import(id) as Promise<ImportRecord | null>)
}

async function findUnchanged(call: ApiCall, id: string): Promise<ImportRecord> {
  const record = await find(call, id)
  requireMatch(call.ifMatch, toImportJson(record))
  return record
}

async function requireProducts(
  { env, marketplace }: ApiCall,
  record: ImportRecord,
  chosen: Record<string, string | null>,
): Promise<void> {
  const known = new Set((await listProducts(env.DB, marketplace.id)).map(({ id }) => id))
  const keys = new Set(record.products.map(({ key }) => key))
  const errors = Object.entries(chosen).flatMap(([key, id]) => {
    const path = `body.products.${key}`
    if (!keys.has(key)) {
      return [{ path, message: 'The file has no such product.' }]
    }
    return id === null || id === key || known.has(id) ? [] : [{ path, message: 'The marketplace has no such product.' }]
  })
  if (errors.length > 0) {
    throw invalid(errors)
  }
  if (Object.values(chosen).every((id) => id === null)) {
    throw invalidField('body.products', 'Choose at least one product: all of them are left out.')
  }
}
