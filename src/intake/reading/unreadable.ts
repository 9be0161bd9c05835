/** Replaces a value that cannot be read: its field counts as absent and says why, and its neighbors stay. */
export class Unreadable {
  /** The end of a sentence that begins with the field's name and “is”. */
  readonly why: string

  constructor(why: string) {
    this.why = why
  }
}

export const NAMED_TWICE = new Unreadable('named twice')
export const UNQUOTED = new Unreadable('not in quotes')
