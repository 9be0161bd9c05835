/** Beside the local database, a note of the migrations it has: to ask the database itself takes an eighth of a later start. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Migration } from './migrate'

/** @param folder the one with the database: where it is replaced, its note goes with it */
export function hasAllMigrations(folder: string, migrations: Migration[]): boolean {
  const note = noteIn(folder)
  return existsSync(note) && readFileSync(note, 'utf8') === namesOf(migrations)
}

/** Once they are applied. */
export function noteMigrations(folder: string, migrations: Migration[]): void {
  writeFileSync(noteIn(folder), namesOf(migrations))
}

function noteIn(folder: string): string {
  return join(folder, 'applied-migrations')
}

function namesOf(migrations: Migration[]): string {
  return migrations.map(({ name }) => `${name}\n`).join('')
}
