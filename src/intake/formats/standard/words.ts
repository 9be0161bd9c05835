/** Standard types are the event types' own names; what no-code tools are filled in with by hand is understood too. */
import { wordFinder } from '../common-words'

export const findType = wordFinder({})
