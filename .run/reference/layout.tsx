/** The frame of pages that belong to no marketplace and no account. */
import type { Child } from 'hono/jsx'
import { Navigation } from '../../views/layout/navigation'

interface LayoutProps {
  title: string
  /** Addresses by a file's name, with the hash of its content. */
  names: Record<string, string>
  children: Child
}

export function Layout({ title, names, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title} · Enrollwire API</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={names['app.css']} />
        <link rel="icon" href={names['icon.svg']} type="image/svg+xml" />
        <script src={names['app.js']} defer />
        <script src={names['reference.js']} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the page
        </a>
        <Navigation section={null} marketplace={null} person={null} />
        <main class="main" id="main" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  )
}
