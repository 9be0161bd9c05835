import type { Child } from 'hono/jsx'
import names from '../../.assets/names.json'
import { Toast, Toasts } from '../parts/toast'
import { type Viewer, ViewerContext } from '../parts/viewer'
import { nameZone } from '../parts/zone'
import { Navigation, type NavigationProps } from './navigation'

interface DocumentProps {
  title: string
  /** Something needs the viewer: the tab's icon shows it. */
  attention: boolean
  viewer: Viewer
  flash: { kind: 'done' | 'failed'; text: string } | null
  /** Null when signed out: only the brand is shown. */
  navigation: NavigationProps | null
  main: Child
}

/** What a person unfolded stays open when that part of the page is updated. */
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false, morphIgnore: ['data-htmx-powered', 'open'] })

export function Document({ title, attention, viewer, flash, navigation, main }: DocumentProps) {
  return (
    <ViewerContext.Provider value={viewer}>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="htmx-config" content={HTMX_CONFIG} />
          <link rel="stylesheet" href={names['app.css']} />
          <link rel="icon" href={names[attention ? 'icon-attention.svg' : 'icon.svg']} type="image/svg+xml" />
          <script src={names['app.js']} defer />
          <script src={names['htmx.min.js']} defer />
        </head>
        <body>
          <a class="skip" href="#main">
            Skip to the page
          </a>
          <div class="busy" />
          <Navigation {...(navigation ?? ANONYMOUS)} />
          <main class="main" id="main" tabindex={-1}>
            {main}
          </main>
          {navigation && <footer class="foot">Times are in {nameZone(viewer.zone)}.</footer>}
          <Toasts>{flash && <Toast kind={flash.kind}>{flash.text}</Toast>}</Toasts>
        </body>
      </html>
    </ViewerContext.Provider>
  )
}

const ANONYMOUS: NavigationProps = { section: null, marketplace: null, person: null }
