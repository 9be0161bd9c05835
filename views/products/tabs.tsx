import { Tabs } from '../parts/tabs'

export function ProductTabs({ at, current }: { at: string; current: 'Integrations' | 'Details' }) {
  const tabs = [
    { label: 'Integrations', href: `${at}/integrations` },
    { label: 'Details', href: `${at}/details` },
  ]
  return <Tabs label="Product" tabs={tabs} current={current} />
}
