/** Targets that a kind reads from the other side and keeps as a copy. */
import type { Env } from '../env'
import type { Connection } from '../model/connection'

export interface Offer {
  id: string
  name: string
  /** `published`, `draft`, or whatever the other side says; null where it says nothing. */
  status: string | null
  /** Not for sale on the other side. */
  private: boolean
}

export interface KindCatalog {
  /** Has the copy read again in the background. */
  refresh(env: Env, connection: Connection): Promise<void>
  state(env: Env, connection: Connection): Promise<CatalogState>
  /** How a person adds a text field on the other side: "Add one under Settings". */
  addField: string
  /** Fields of a customer that a mapping may fill; null before they were read. */
  fields(env: Env, connection: Connection): Promise<CustomField[] | null>
}

interface CatalogState {
  /** Of targets, by their noun; null before they were read. */
  counts: { noun: string; count: number }[] | null
  /** Epoch ms. */
  fetchedAt: number | null
  /** Under way: pages fetched, of how many (0 while unknown). */
  running: { done: number; of: number } | null
  changed: string | null
  failed: string | null
}

/** A sign-up field. `type` is the other side's own word. */
export interface CustomField {
  id: string
  label: string
  type: string
  required: boolean
}

/** The one kind of field that takes a value from outside. Thinkific's API reference 3.4 does not list the types. */
export function isTextField(field: CustomField): boolean {
  return field.type.trim().toLowerCase() === 'text'
}
