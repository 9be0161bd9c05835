export function Brand() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6.5" fill="currentColor" />
      <path class="brand-wire" d="M7 7.5h3.5c4 0-1 9 3 9H17" fill="none" stroke-width="2.2" stroke-linecap="round" />
      <circle class="brand-end" cx="6.8" cy="7.5" r="2.1" />
      <circle class="brand-end" cx="17.2" cy="16.5" r="2.1" />
    </svg>
  )
}
