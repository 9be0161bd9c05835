/** What is stored says which version of its shape it has. What a newer version wrote is left alone until that runs again. */

export class NewerVersionError extends Error {
  constructor(what: string, found: number, known: number) {
    super(`${what} were written by a newer version of Enrollwire (${found}; this one reads up to ${known})`)
    this.name = 'NewerVersionError'
  }
}

/** Throws NewerVersionError. */
export function checkVersion(what: string, found: number, known: number): void {
  if (found > known) {
    throw new NewerVersionError(what, found, known)
  }
}
