import { findPastEndings } from '../../../dispatch/earlier-buyers'
import { previewUndo } from '../../../dispatch/undo-preview'
import { applyToPastEndings } from '../../../journal/customers/earlier-commands'
import type { UndoExtent } from '../../../journal/queries'
import { undoEntry, undoImport, undoRule } from '../../../journal/undo/undo-commands'
import { findWrongSpan, SPAN_PROBLEMS } from '../../../journal/undo/undo-span'
import type { Rule } from '../../../model/rule'
import { findRule } from '../../../rules/store'
import { type ApiCall, type Handlers, journalOf } from '../../contract/call'
import { readPaging } from '../../contract/listing'
import { invalidField, notFound, orNotFound, orRefuse } from '../../contract/problem'
import { toRowJson } from '../entries/entry-json'
import { findEntry } from '../entries/handlers'
import { startedJob } from '../jobs/job-json'
import type { UndoAnswers } from './description'
import type { UNDO } from './operations'
import { toPastJson, toPreviewJson } from './undo-json'

export const undoHandlers: Handlers<typeof UNDO, UndoAnswers> = {
  previewRuleUndo: async (call, { params, query }) => {
    await nameRule(call, params.rule)
    const wrong = findWrongSpan(spanOf(query), Date.now())
    if (wrong !== null) {
      throw invalidField(wrong === 'empty span' ? 'query.until' : 'query.from', SPAN_PROBLEMS[wrong])
    }
    return preview(call, 'previewRuleUndo', { kind: 'rule', rule: params.rule, ...spanOf(query) }, query)
  },
  undoRule: async (call, { params, body }) => {
    const name = await nameRule(call, params.rule)
    const span = { rule: params.rule, name, ...spanOf(body) }
    return startedJob(await undoRule(call.env, call.author, call.id, span))
  },
  previewEntryUndo: async (call, { params }) => {
    const { id } = await findEntry(call, params.entry)
    return preview(call, 'previewEntryUndo', { kind: 'entry', entry: id }, {})
  },
  undoEntry: async (call, { params }) => {
    const { id } = await findEntry(call, params.entry)
    const { entry } = orRefuse(await undoEntry(call.env, call.author, call.id, id))
    return toRowJson(await findEntry(call, entry))
  },
  previewImportUndo: async (call, { params, query }) => {
    await requireImport(call, params.import)
    return preview(call, 'previewImportUndo', { kind: 'import', import: params.import }, query)
  },
  undoImport: async (call, { params }) => {
    await requireImport(call, params.import)
    return startedJob(await undoImport(call.env, call.author, call.id, params.import))
  },
  previewPastEndings: async (call, { params }) => {
    const { buyers, more, enrolled, leftOut } = await findPastEndings(call.env, await find(call, params.rule))
    return { customers: buyers, more, ends: enrolled.map(toPastJson), keeps: leftOut.map(toPastJson) }
  },
  applyToPastEndings: async (call, { params }) => {
    const rule = await find(call, params.rule)
    return startedJob(await applyToPastEndings(call.env, call.author, call.id, rule))
  },
}

interface AskedSpan {
  from?: number | undefined
  until?: number | undefined
}

function spanOf({ from = 0, until = Date.now() }: AskedSpan) {
  return { from, until }
}

/** @param query what a cursor goes on in, with the cursor: one of another extent is none of this */
async function preview(
  call: ApiCall,
  operation: string,
  extent: UndoExtent,
  { cursor, ...asked }: AskedSpan & { cursor?: string | undefined },
) {
  const about = 'rule' in extent ? extent.rule : 'import' in extent ? extent.import : extent.entry
  const { after, next } = readPaging(call, `${operation} ${about}`, { limit: 0, cursor, ...asked })
  const shown = await previewUndo(call.env, call.marketplace.id, extent, Number(after) || 1)
  return toPreviewJson(shown, (page) => next(String(page)))
}

/** Also of one that was deleted: its entries still name it. */
async function nameRule(call: ApiCall, id: string): Promise<string> {
  const rule = await findRule(call.env.DB, call.marketplace.id, id)
  const name = rule?.name ?? (await journalOf(call).log({ rule: id, limit: 1 })).rows[0]?.rule?.name
  if (name === undefined) {
    throw notFound('rule')
  }
  return name
}

function find({ env, marketplace }: ApiCall, id: string): Promise<Rule> {
  return orNotFound('rule', findRule(env.DB, marketplace.id, id))
}

function requireImport(call: ApiCall, id: string): Promise<object> {
  return orNotFound('import', journalOf(call).import(id) as Promise<object | null>)
}
