/**
 * A mail's HTML: tables and inline styles, which every client keeps, and colors for dark clients in a style sheet. Those
 * that invert colors get a light page without images to invert. Pure.
 */
import type { WordedItem, Wording } from '../channel/words'

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#16181d!important}.card{background:#20232a!important;border-color:#343943!important}
.ink{color:#eceef2!important}.soft{color:#a8afbb!important}.link{color:#8ab4ff!important}
.bad{color:#ff9a8f!important}.wait{color:#f2c468!important}.over{color:#7bd6a0!important}.line{border-color:#343943!important}
}`

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const TONES = { bad: '#b3261e', wait: '#8a5a00', over: '#1b7a43' }

export function toHtml({ subject, lead, figures, items, more, overview, settings }: Wording): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f7">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f7"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #dfe2e8;border-radius:12px">
<tr><td style="padding:24px 24px 8px;${FONT}"><h1 class="ink" style="margin:0 0 6px;font-size:20px;line-height:1.3;color:#1c1f26">${escapeHtml(subject)}</h1>
<p class="soft" style="margin:0;font-size:15px;line-height:1.5;color:#5b6270">${escapeHtml(lead)}</p></td></tr>
${figures.length === 0 ? '' : drawFigures(figures)}${items.map(drawItem).join('')}
${more === null ? '' : row(`<p class="soft" style="margin:0;font-size:15px;color:#5b6270">${escapeHtml(more)}</p>`)}
${drawFoot(overview, settings)}
</table></td></tr></table></body></html>`
}

function drawFigures(figures: Wording['figures']): string {
  const lines = figures.map(
    ({ label, count }) =>
      `<tr><td class="ink" align="right" style="padding:2px 10px 2px 0;font-size:15px;font-weight:600;color:#1c1f26">${count}</td><td class="soft" style="padding:2px 0;font-size:15px;color:#5b6270">${escapeHtml(label)}</td></tr>`,
  )
  return row(`<table role="presentation" cellpadding="0" cellspacing="0" style="${FONT}">${lines.join('')}</table>`)
}

function drawItem({ mark, tone, title, text, href }: WordedItem): string {
  const look = mark === 'over' ? 'over' : tone
  const sign = mark === 'over' ? 'Over' : tone === 'bad' ? 'Needs you now' : 'Needs you'
  const link =
    href === null
      ? ''
      : ` <a class="link" href="${escapeHtml(href)}" style="color:#1f5fd0">${mark === 'over' ? 'See it' : 'Fix it'}</a>`
  return row(`<p class="${look}" style="margin:0 0 2px;font-size:13px;font-weight:600;color:${TONES[look]}">${sign}</p>
<p class="ink" style="margin:0 0 2px;font-size:16px;font-weight:600;line-height:1.4;color:#1c1f26">${escapeHtml(title)}</p>
<p class="soft" style="margin:0;font-size:15px;line-height:1.5;color:#5b6270">${escapeHtml(text)}${link}</p>`)
}

function row(content: string): string {
  return `<tr><td style="padding:0 24px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="line" style="padding:14px 0;border-top:1px solid #e7e9ee;${FONT}">${content}</td></tr></table></td></tr>`
}

function drawFoot(overview: string | null, settings: string | null): string {
  const links = [
    ...(overview === null ? [] : [['Overview', overview] as const]),
    ...(settings === null ? [] : [['Choose what you are alerted to', settings] as const]),
  ]
  const drawn = links.map(
    ([label, href]) => `<a class="link" href="${escapeHtml(href)}" style="color:#1f5fd0">${escapeHtml(label)}</a>`,
  )
  return drawn.length === 0
    ? ''
    : row(`<p class="soft" style="margin:0 0 10px;font-size:14px">${drawn.join(' · ')}</p>`)
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
