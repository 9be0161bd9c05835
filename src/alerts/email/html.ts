/**
 * A mail's HTML: tables and inline styles, which every client keeps, and colors for dark clients in a style sheet. Those
 * that invert colors get a light page without images to invert. Pure.
 */

import { isolateNames } from '../../http/isolate-names'
import { capitalize } from '../../model/letter-case'
import type { WordedItem, Wording } from '../channel/words'

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#16181d!important}.card{background:#20232a!important;border-color:#343943!important}
.ink{color:#eceef2!important}.soft{color:#a8afbb!important}.link{color:#8ab4ff!important}.button{color:#eceef2!important;border-color:#4b5260!important}
.bad{color:#ff9a8f!important}.wait{color:#f2c468!important}.over{color:#7bd6a0!important}.line{border-color:#343943!important}
${darkEdges({ bad: '#ff9a8f', wait: '#f2c468', over: '#7bd6a0', calm: '#8ab4ff' })}
}`

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const TONES = { bad: '#b3261e', wait: '#8a5a00', over: '#1b7a43', calm: '#1f5fd0' }
const SIGNS = { bad: 'Needs you now', wait: 'Needs you', over: 'Over' }
const TABLE = 'role="presentation" cellpadding="0" cellspacing="0"'
/** Three fit beside one another on a phone. */
const FIGURES_IN_A_ROW = 3

export function toHtml(wording: Wording): string {
  const { from, heading, subject, lead, figures, items, more } = wording
  const tone = toneOf(items)
  return isolateNames(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f7">
<table ${TABLE} class="page" width="100%" style="background:#f3f4f7"><tr><td align="center" style="padding:24px 12px">
<table ${TABLE} class="card on-${tone}" width="100%" style="max-width:560px;background:#ffffff;border:1px solid #dfe2e8;border-top:4px solid ${TONES[tone]};border-radius:10px">
<tr><td style="padding:22px 24px 16px;${FONT}"><p class="soft" style="margin:0 0 4px;font-size:14px;font-weight:600;color:#5b6270">${escapeHtml(from)}</p>
<h1 class="ink" style="margin:0 0 6px;font-size:22px;line-height:1.3;color:#1c1f26">${escapeHtml(capitalize(heading))}</h1>
<p class="soft" style="margin:0;font-size:15px;line-height:1.5;color:#5b6270">${escapeHtml(lead)}</p></td></tr>
${figures.length === 0 ? '' : drawFigures(figures)}${items.map((item) => drawItem(item, heading)).join('')}
${more === null ? '' : row(`<p class="soft" style="margin:0;font-size:15px;color:#5b6270">${escapeHtml(more)}</p>`)}
<tr><td style="padding:0 0 8px;font-size:0;line-height:0">&nbsp;</td></tr></table>${drawFoot(wording)}</td></tr></table></body></html>`)
}

function darkEdges(colors: Record<keyof typeof TONES, string>): string {
  return Object.entries(colors)
    .map(
      ([tone, color]) =>
        `.card.on-${tone}{border-top-color:${color}!important}.bar.on-${tone}{border-left-color:${color}!important}`,
    )
    .join('\n')
}

/** The gravest, for the card's edge. */
function toneOf(items: WordedItem[]): keyof typeof TONES {
  const looks = items.map(lookOf)
  return (['bad', 'wait', 'over'] as const).find((look) => looks.includes(look)) ?? 'calm'
}

function lookOf({ mark, tone }: WordedItem): keyof typeof SIGNS {
  return mark === 'over' ? 'over' : tone
}

function drawFigures(figures: Wording['figures']): string {
  const rows = Array.from({ length: Math.ceil(figures.length / FIGURES_IN_A_ROW) }, (_, at) =>
    figures.slice(at * FIGURES_IN_A_ROW, (at + 1) * FIGURES_IN_A_ROW).map(drawFigure),
  )
  return row(`<table ${TABLE} width="100%">${rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('')}</table>`)
}

/** A figure of zero is drawn in gray. */
function drawFigure({ label, count }: Wording['figures'][number]): string {
  const [look, color] = count === 0 ? ['soft', '#5b6270'] : ['ink', '#1c1f26']
  return `<td valign="top" width="33%" style="padding:4px 8px 10px 0;${FONT}"><p class="${look}" style="margin:0;font-size:24px;font-weight:700;line-height:1.2;color:${color}">${count.toLocaleString('en-US')}</p>
<p class="soft" style="margin:0;font-size:13px;line-height:1.35;color:#5b6270">${escapeHtml(label)}</p></td>`
}

/** @param heading not repeated as the title of a single item */
function drawItem(item: WordedItem, heading: string): string {
  const { title, text, href } = item
  const look = lookOf(item)
  const name =
    title === heading
      ? ''
      : `<p class="ink" style="margin:0 0 2px;font-size:16px;font-weight:600;line-height:1.4;color:#1c1f26">${escapeHtml(title)}</p>`
  const button =
    href === null
      ? ''
      : `<p style="margin:10px 0 2px"><a class="button" href="${escapeHtml(href)}" style="display:inline-block;padding:6px 14px;border:1px solid #b9bfca;border-radius:8px;font-size:14px;font-weight:600;text-decoration:none;color:#1c1f26">${look === 'over' ? 'See it' : 'Fix it'}</a></p>`
  return row(`<table ${TABLE} width="100%"><tr><td class="bar on-${look}" style="padding:0 0 0 14px;border-left:3px solid ${TONES[look]};${FONT}">
<p class="${look}" style="margin:0 0 2px;font-size:13px;font-weight:600;color:${TONES[look]}">${SIGNS[look]}</p>
${name}<p class="soft" style="margin:0;font-size:15px;line-height:1.5;color:#5b6270">${escapeHtml(text)}</p>${button}</td></tr></table>`)
}

function row(content: string): string {
  return `<tr><td style="padding:0 24px"><table ${TABLE} width="100%"><tr><td class="line" style="padding:16px 0;border-top:1px solid #e7e9ee;${FONT}">${content}</td></tr></table></td></tr>`
}

function drawFoot({ overview, settings }: Wording): string {
  const links = [
    ...(overview === null ? [] : [['Overview', overview] as const]),
    ...(settings === null ? [] : [['Choose what you are alerted to', settings] as const]),
  ]
  const drawn = links.map(
    ([label, href]) => `<a class="link" href="${escapeHtml(href)}" style="color:#1f5fd0">${escapeHtml(label)}</a>`,
  )
  return `<p class="soft" style="margin:14px 0 0;font-size:13px;line-height:1.5;color:#5b6270;${FONT}">${['Sent by Enrollwire', ...drawn].join(' · ')}</p>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
