/** A format that does not exist, to prove what adding one takes: this folder, and a line in a list. */
import type { Format } from '../../../../src/intake/formats/format'
import { read } from './read'
import { translate } from './translate'
import { findType } from './words'

export const madeUpFormat: Format = {
  name: 'made-up-format',
  title: 'Made-up shop',
  reports: 'facts',
  read,
  findType,
  translate,
}
