/** A message in Slack's own markup: https://docs.slack.dev/messaging/formatting-message-text. Pure. */
import type { WordedItem, Wording } from '../channel/words'

export function buildSlackBody({ subject, lead, figures, items, more, overview }: Wording): string {
  const lines = [
    `*${escapeText(subject)}*`,
    escapeText(lead),
    ...figures.map(({ label, count }) => `• ${count} ${escapeText(label)}`),
    ...items.map(drawItem),
    ...(more === null ? [] : [escapeText(more)]),
    ...(overview === null ? [] : [`<${overview}|Overview>`]),
  ]
  return JSON.stringify({ text: lines.join('\n') })
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
