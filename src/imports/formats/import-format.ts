export interface ImportFormat {
  /** As stored with events; never changed. */
  id: string
  /** "Your file looks like …" */
  title: string
  /** Columns of which each must be there, in one of these spellings, as normalizeWord leaves them. */
  marks: readonly (readonly string[])[]
  /** What to know about such a file, in a sentence; null where there is nothing to. */
  remark: string | null
}
