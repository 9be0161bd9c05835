/** The commands of a workflow, read from its lines: a job is indented by two spaces, and a step's `run` by six or eight. */

export function listJobs(workflow: string): string[] {
  const [, jobs = ''] = workflow.split(/^jobs:$/m)
  return [...jobs.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name)
}

/** In order; empty for a job that is not there. */
export function listSteps(workflow: string, job: string): string[] {
  const [, ...parts] = workflow.split(new RegExp(`^ {2}${job}:$`, 'm'))
  const [own = ''] = (parts[0] ?? '').split(/^ {2}[\w-]+:$/m)
  const found = own.matchAll(/^ {6}(?:- | {2})run: (?:\|\n((?: {10}.*\n?)+)|(.+))$/gm)
  return [...found].map(([, block, line]) => (block ?? line ?? '').replaceAll(/^ {10}/gm, '').trim())
}
