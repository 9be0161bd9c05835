/** The body of SamCart's "Send Notify Url POST". */
import type { Format } from '../format'
import { read } from './read'
import { translate } from './translate'
import { findType } from './words'

export const samcart: Format = {
  name: 'samcart',
  title: 'SamCart Notify URL',
  reports: 'triggers',
  read,
  findType,
  translate,
}
