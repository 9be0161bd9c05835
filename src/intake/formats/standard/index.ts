/** Our own body, which any marketplace can write. */
import type { Format } from '../format'
import { read } from './read'
import { translate } from './translate'
import { findType } from './words'

export const standard: Format = {
  name: 'standard',
  title: 'Standard webhook',
  reports: 'facts',
  read,
  findType,
  translate,
}
