/** A made-up channel: someone shouts across the yard. */
import type { ChannelKind } from '../../../src/alerts/channel/channel'

export const shouted: string[] = []

export const MEGAPHONE: ChannelKind = {
  id: 'megaphone',
  title: 'Megaphone',
  purpose: 'Shout it across the yard.',
  field: { label: 'Yard', hint: 'Which one.', placeholder: 'north yard', inputmode: 'url' },
  isOffered: () => true,
  parse: (typed) =>
    typed.trim().endsWith('yard')
      ? { ok: true, url: typed.trim() }
      : { ok: false, sentence: 'A megaphone needs a yard.' },
  show: (address) => address,
  async send(_parts, { address }, { words }) {
    shouted.push(`${address}: ${words.subject}`)
    return { sent: true, sentence: `${address} heard it.` }
  },
}
