interface TabsProps {
  /** Read aloud. */
  label: string
  tabs: { label: string; href: string }[]
  current: string
}

export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li>
            <a href={tab.href} aria-current={tab.label === current ? 'page' : undefined}>
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** `base` is /m/<marketplace>. */
export function IntegrationsTabs({ base, current }: { base: string; current: 'Integration Setup' | 'Global Rules' }) {
  return (
    <Tabs
      label="Integrations"
      current={current}
      tabs={[
        { label: 'Integration Setup', href: `${base}/integrations` },
        { label: 'Global Rules', href: `${base}/rules` },
        { label: 'Logs', href: `${base}/logs` },
      ]}
    />
  )
}
