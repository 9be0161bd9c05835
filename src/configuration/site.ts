/** Whether an integration of the file and the one here with its name lead to different places. Pure. */
import type { ConfigurationFile } from './format'
import { nameKey } from './names'
import { findNamed, type Setup } from './setup'

export function isElsewhere(file: ConfigurationFile, here: Setup, integration: string): boolean {
  const found = findNamed(here, integration)
  const written = file.integrations.find(({ name }) => nameKey(name) === nameKey(integration))
  const field = found?.kind?.form.at.site
  const site = field === undefined ? undefined : written?.settings[field]
  return field !== undefined && site !== undefined && site !== found?.settings[field]
}
