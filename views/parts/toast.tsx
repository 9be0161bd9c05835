import type { Child } from 'hono/jsx'
import { Icon } from './icon'

interface ToastProps {
  kind: 'done' | 'failed'
  children: Child
}

export function Toast({ kind, children }: ToastProps) {
  return (
    <div class={kind === 'failed' ? 'toast problem' : 'toast'}>
      <Icon name={kind === 'failed' ? 'warning' : 'check'} />
      <span class="toast-text">{children}</span>
      <button type="button" data-dismiss="true" class="with-script">
        <Icon name="cross" />
        <span class="visually-hidden">Dismiss</span>
      </button>
    </div>
  )
}

/** The layout's live region, plus the template app.js fills when the server cannot be reached. */
export function Toasts({ children }: { children?: Child }) {
  return (
    <>
      <div id="toasts" class="toasts" role="status" aria-live="polite">
        {children}
      </div>
      <template id="toast-problem">
        <Toast kind="failed">{''}</Toast>
      </template>
    </>
  )
}
