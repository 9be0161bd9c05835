/** An import from its file to its end. Each step may run again after a crash; the same form again changes nothing. */
import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../accounts/admin-batch'
import { type Author, recordDeed } from '../accounts/audit-line'
import { displayName } from '../accounts/display-name'
import { findTimeZone } from '../accounts/time-zone'
import type { Env } from '../env'
import type { ImportChange, NewImportJob } from '../journal/imports/import-queries'
import type { ImportChoice, ImportMapping, ImportStage } from '../journal/imports/import-record'
import type { JobView } from '../journal/jobs/job'
import { type CommandResult, refuseWith } from '../model/command-result'
import { NAME_CHARS, shorten } from '../model/shorten'
import { recognizeFormat } from './formats'

type Bindings = Pick<Env, 'DB' | 'JOURNAL'>

const refuse = refuseWith({
  changed: 'This import has moved on since you opened the page. Here is where it stands.',
  'too many': 'No more files can be kept. Discard one that you no longer need.',
  discarded: 'It was discarded before the upload finished.',
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
        if (isNew && !(await journal.keepImportSlice(id, n, rows))) {
          throw new UploadError(refuse('discarded').sentence)
        }
      },
    })
    const { columns, rows, slices } = read
    const uploaded = await journal.changeImport(id, {
      form: id,
      from: ['uploading'],
      seenAt: null,
      to: { stage: 'uploaded', columns, rows, slices, format: recognizeFormat(columns).id },
    })
    if (uploaded === null && (await journal.import(id)) === null) {
      throw new UploadError(refuse('discarded').sentence)
    }
    const what = `the file “${name}” with ${rows.toLocaleString('en-US')} rows`
    await recordDeed(env.DB, author, `import ${id}`, { did: 'uploaded', what, link: `/imports/${id}` })
    return { ok: true, id }
  } catch (error) {
    // The same form, sent twice at once, may have brought it whole.
    if (isNew && (await journal.import(id))?.stage === 'uploading') {
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
  const known = await env.JOURNAL.getByName(author.marketplace).import(id)
  const zone = await findTimeZone(env.DB, author.marketplace)
  const to: ImportChange['to'] = {
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
  }
  return startWork(env, author, id, { form, from: OPEN, seenAt, to }, { kind: 'read-import', turn: 'readings' })
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
  const known = await env.JOURNAL.getByName(author.marketplace).import(id)
  const previews = (known?.previews ?? 0) + 1
  const to: ImportChange['to'] = { stage: 'previewing', choice, previews, foreseen: {}, calls: 0, after: '' }
  const change: ImportChange = { form, from: ['read', 'previewed'], seenAt, to }
  return startWork(env, author, id, change, { kind: 'preview-import', turn: 'previews' })
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
  const known = await env.JOURNAL.getByName(author.marketplace).import(id)
  const what = `${(known?.orders ?? 0).toLocaleString('en-US')} past orders from “${known?.name ?? ''}”`
  const to: ImportChange['to'] = { stage: 'running', startedAt: Date.now(), did: {}, open: [], after: '' }
  return startWork(
    env,
    author,
    id,
    { form, from: ['previewed'], seenAt, to },
    { kind: 'run-import', turn: null, deed: { author, did: 'imported', what, link: `/imports/${id}` } },
  )
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

async function startWork(
  env: Bindings,
  { marketplace, person }: Author,
  id: string,
  change: ImportChange,
  work: Omit<NewImportJob, 'marketplace' | 'person'>,
): Promise<CommandResult<'changed', { job: JobView }>> {
  const journal = env.JOURNAL.getByName(marketplace)
  const job = await journal.startImportWork(id, change, { ...work, marketplace, person: displayName(person) })
  return job === null ? refuse('changed') : { ok: true, job }
}

function isImportId(text: string | undefined): text is string {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text ?? '')
}
