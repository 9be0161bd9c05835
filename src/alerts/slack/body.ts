/** A message in Slack's own markup: https://docs.slack.dev/messaging/formatting-message-text. Pure. */
import { sayMore, type WordedItem, type Wording } from '../channel/words'

/** @param more that the message does not list @param most characters that the receiver takes: what does not fit is counted */
export function buildSlackBody(
  { subject, lead, figures, items, overview }: Wording,
  more: number,
  most = Number.POSITIVE_INFINITY,
): string {
  const head = [
    `*${escapeText(subject)}*`,
    escapeText(lead),
    ...figures.map(({ label, count }) => `• ${count} ${escapeText(label)}`),
  ]
  const drawn = items.map(drawItem)
  const foot = overview === null ? [] : [`<${overview}|Overview>`]
  const draw = (listed: number) =>
    [...head, ...drawn.slice(0, listed), sayMore(more + drawn.length - listed), ...foot]
      .filter((line) => line !== null)
      .join('\n')
  let listed = drawn.length
  while (listed > 0 && draw(listed).length > most) {
    listed -= 1
  }
  return JSON.stringify({ text: draw(listed) })
}

const MARKS = { new: '🔴', more: '🔴', over: '✅' }

function drawItem({ mark, tone, title, text, href }: WordedItem): string {
  const sign = mark !== 'over' && tone === 'wait' ? '🟡' : MARKS[mark]
  const shown = href === null ? `*${escapeText(title)}*` : `<${href}|${escapeText(title).replaceAll('|', '∣')}>`
  return `${sign} ${shown}\n${escapeText(text)}`
}

/** The three characters that Slack reads as markup of links and mentions. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
