/** What people do to imports: begin one, go on with it, discard it. The caller wraps each in a transaction. */
import type { NewJob } from '../jobs/job'
import type { JournalStore } from '../journal-store'
import type { BegunImport, ImportChange, NewImportJob } from './import-queries'
import type { ImportRecord } from './import-record'

/** More files than anyone looks after; those that ended go by themselves. */
const MOST_KEPT = 50

export function beginImport(store: JournalStore, { id, name, person }: BegunImport, now: number): ImportRecord | null {
  const known = store.imports.find(id)
  if (known !== null && known.stage !== 'uploading') {
    return known
  }
  if (known === null && store.imports.list().length >= MOST_KEPT) {
    return null
  }
  store.imports.deleteSlices(id)
  const record: ImportRecord = {
    id,
    name,
    person,
    stage: 'uploading',
    uploadedAt: now,
    changedAt: now,
    form: '',
    endedAt: null,
    format: '',
    columns: [],
    rows: 0,
    slices: 0,
    mapping: null,
    readings: 0,
    read: 0,
    problem: null,
    products: [],
    orders: 0,
    wrong: 0,
    choice: null,
    previews: 0,
    foreseen: {},
    calls: 0,
    did: {},
    startedAt: null,
    lookedAt: now,
    open: [],
    after: null,
  }
  store.imports.save(record)
  return record
}

/** Null where it is not as the form saw it. */
export function changeImport(
  store: JournalStore,
  id: string,
  { form, from, seenAt, to }: ImportChange,
  now: number,
): ImportRecord | null {
  const known = store.imports.find(id)
  if (known === null || known.form === form) {
    return known
  }
  if (!from.includes(known.stage) || (seenAt !== null && seenAt !== known.changedAt)) {
    return null
  }
  // A form made in the same millisecond is made from another state none the less.
  const changed = { ...known, ...to, form, changedAt: Math.max(now, known.changedAt + 1) }
  store.imports.save(changed)
  return changed
}

export function toImportJob(
  record: ImportRecord,
  { kind, turn, marketplace, person, deed = null }: NewImportJob,
): NewJob {
  const { id, name } = record
  const n = turn === null ? 1 : record[turn]
  return { id: `${kind} ${id} ${n}`, marketplace, kind, input: { import: id, name, turn: n }, person, deed }
}

/** True once nothing of it is left; it may take several steps. */
export function discardSome(store: JournalStore, id: string): boolean {
  const known = store.imports.find(id)
  return known === null || known.stage === 'running' || store.imports.delete(id)
}
