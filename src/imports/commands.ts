/** An import from its file to its end. Each step may run again after a crash; the same form again changes nothing. */
import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../accounts/admin-batch'
import { type Author, recordDeed } from '../accounts/audit-line'
import { displayName } from '../accounts/display-name'
import { findTimeZone } from '../accounts/time-zone'
import type { Env } from '../env'
import type { ImportChoice, ImportMapping, ImportRecord, ImportStage } from '../journal/imports/import-record'
import type { JobView } from '../journal/jobs/job'
import { type CommandResult, refuseWith } from '../model/command-result'
import { NAME_CHARS, shorten } from '../model/shorten'
import { recognizeFormat } from './formats'
import type { ImportJob } from './kinds'

type Bindings = Pick<Env, 'DB' | 'JOURNAL'>

const refuse = refuseWith({
  changed: 'This import has gone on since the page was shown. This is how it is now.',
  'too many': 'As many files as may be kept are here already. Discard one that you no longer need.',
  running: 'It is running. Cancel it first.',
})

/** Before it runs, every choice may be made again. */
const OPEN: readonly ImportStage[] = ['uploaded', 'read', 'previewed']

/** Takes a posted file as it arrives. The form's id, which comes before the file, is the import's. */
export async function uploadOrders(
  env: Bindings,
  author: Author,
  { body, contentType }: { body: ReadableStream<Uint8Array>; contentType: string },
): Promise<CommandResult<'no admin' | 'too many' | 'unreadable', { id: string }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const { readUpload, UploadError } = await import('./reading')
  const journal = env.JOURNAL.getByName(author.marketplace)
  let id = ''
  let name = ''
  let isNew = false
  try {
    const read = await readUpload(body, contentType, {
      begin: async (fields, fileName) => {
        id = isImportId(fields.id) ? fields.id : crypto.randomUUID()
        name = shorten(fileName, NAME_CHARS) || 'a file'
        const begun = await journal.beginImport({ id, name, person: displayName(author.person) })
        if (begun === null) {
          throw new UploadError(refuse('too many').sentence)
        }
        isNew = begun.stage === 'uploading'
      },
      slice: async (n, rows) => {
        if (isNew) {
          await journal.keepImportSlice(id, n, rows)
        }
      },
    })
    const { columns, rows, slices } = read
    await journal.changeImport(id, {
      form: id,
      from: ['uploading'],
      seenAt: null,
      to: { stage: 'uploaded', columns, rows, slices, format: recognizeFormat(columns).id },
    })
    const what = `the file “${name}” with ${rows.toLocaleString('en-US')} rows`
    await recordDeed(env.DB, author, `import ${id}`, { did: 'uploaded', what, link: `/imports/${id}` })
    return { ok: true, id }
  } catch (error) {
    if (isNew) {
      await journal.discardImport(id)
    }
    if (error instanceof UploadError) {
      return { ok: false, reason: 'unreadable', sentence: error.message }
    }
    throw error
  }
}

interface SentForm {
  /** The form's. */
  form: string
  /** When the import had changed last as the form was made. */
  seenAt: number
}

export async function mapColumns(
  env: Bindings,
  author: Author,
  id: string,
  { form, seenAt, mapping }: SentForm & { mapping: Omit<ImportMapping, 'zone'> },
): Promise<CommandResult<'no admin' | 'changed', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const journal = env.JOURNAL.getByName(author.marketplace)
  const known = await journal.import(id)
  const zone = await findTimeZone(env.DB, author.marketplace)
  const changed = await journal.changeImport(id, {
    form,
    from: OPEN,
    seenAt,
    to: {
      stage: 'reading',
      mapping: { ...mapping, zone },
      readings: (known?.readings ?? 0) + 1,
      read: 0,
      problem: null,
      products: [],
      orders: 0,
      wrong: 0,
      choice: null,
      foreseen: {},
    },
  })
  return startJob(env, author, changed, 'read-import')
}

export async function chooseOrders(
  env: Bindings,
  author: Author,
  id: string,
  { form, seenAt, choice }: SentForm & { choice: ImportChoice },
): Promise<CommandResult<'no admin' | 'changed', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const journal = env.JOURNAL.getByName(author.marketplace)
  const known = await journal.import(id)
  const changed = await journal.changeImport(id, {
    form,
    from: ['read', 'previewed'],
    seenAt,
    to: { stage: 'previewing', choice, previews: (known?.previews ?? 0) + 1, foreseen: {}, calls: 0, after: '' },
  })
  return startJob(env, author, changed, 'preview-import')
}

export async function runImport(
  env: Bindings,
  author: Author,
  id: string,
  { form, seenAt }: SentForm,
): Promise<CommandResult<'no admin' | 'changed', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const changed = await env.JOURNAL.getByName(author.marketplace).changeImport(id, {
    form,
    from: ['previewed'],
    seenAt,
    to: { stage: 'running', startedAt: Date.now(), did: {}, open: [], after: '' },
  })
  return startJob(env, author, changed, 'run-import')
}

/** Deletes a file and what was read from it. What was imported stays. */
export async function discardImport(
  env: Bindings,
  author: Author,
  id: string,
): Promise<CommandResult<'no admin' | 'running'>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const journal = env.JOURNAL.getByName(author.marketplace)
  const known = await journal.import(id)
  if (known?.stage === 'running') {
    return refuse('running')
  }
  // Before it is gone: what a crash cuts off is known by the file.
  if (known !== null) {
    await recordDeed(env.DB, author, `import ${id} deleted`, { did: 'deleted', what: `the file “${known.name}”` })
  }
  return (await journal.discardImport(id)) ? { ok: true } : refuse('running')
}

/** @param changed null where it had gone on since the form was made */
async function startJob(
  env: Bindings,
  author: Author,
  changed: ImportRecord | null,
  kind: 'read-import' | 'preview-import' | 'run-import',
): Promise<CommandResult<'changed', { job: JobView }>> {
  if (changed === null) {
    return refuse('changed')
  }
  const { id, name, orders, readings, previews } = changed
  const turn = { 'read-import': readings, 'preview-import': previews, 'run-import': 1 }[kind]
  const input: ImportJob = { import: id, name, turn }
  const what = `${orders.toLocaleString('en-US')} past orders from “${name}”`
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `${kind} ${id} ${turn}`,
    marketplace: author.marketplace,
    kind,
    input,
    person: displayName(author.person),
    ...(kind === 'run-import' ? { deed: { author, did: 'imported', what, link: `/imports/${id}` } } : {}),
  })
  return { ok: true, job }
}

function isImportId(text: string | undefined): text is string {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text ?? '')
}
