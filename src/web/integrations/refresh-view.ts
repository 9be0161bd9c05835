import type { RefreshView } from '../../../views/integrations/refresh-state'
import type { Env } from '../../env'
import type { Integration } from '../../integrations/store'
import type { Catalog } from '../../integrations/thinkific/catalog/catalog'
import type { RefreshProgress } from '../../integrations/thinkific/catalog/refresh-progress'
import { loadCatalog } from './catalog-copy'

/** If the site does not answer, only the progress is missing. */
export async function loadRefreshView(env: Env, integration: Integration): Promise<RefreshView> {
  const [catalog, progress] = await Promise.all([
    loadCatalog(env, integration.id),
    env.THINKIFIC_SITE.getByName(integration.site)
      .refreshProgress(integration.id)
      .catch(() => null),
  ])
  return toView(integration, catalog, progress)
}

function toView(integration: Integration, catalog: Catalog | null, progress: RefreshProgress | null): RefreshView {
  const { courses, bundles, fields } = catalog ?? {}
  return {
    integration: integration.id,
    name: integration.name,
    counts:
      courses && bundles && fields ? { courses: courses.length, bundles: bundles.length, fields: fields.length } : null,
    fetchedAt: catalog?.fetchedAt ?? null,
    running: progress?.state === 'running' ? { done: progress.done, of: progress.of } : null,
    changed: progress?.state === 'done' ? progress.changed : null,
    failed: progress?.state === 'failed' ? progress.sentence : null,
  }
}
