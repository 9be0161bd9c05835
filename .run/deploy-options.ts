/** The words after `npm run deploy --`. */
import { checkEnvironment } from './configuration'
import type { DeployOptions } from './deployment'
import type { Place } from './resources'
import { parseWords } from './words'
import { DeployError } from './wrangler'

const JURISDICTIONS = ['eu', 'us', 'fedramp']
const LOCATIONS = ['weur', 'eeur', 'apac', 'oc', 'wnam', 'enam']

const OPTIONS = {
  env: { type: 'string' },
  jurisdiction: { type: 'string' },
  location: { type: 'string' },
  'new-setup-token': { type: 'boolean' },
  'go-back': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const

/** Throws DeployError. */
export function readDeployOptions(args: string[]): DeployOptions & { dryRun: boolean } {
  const { env, jurisdiction, location, ...flags } = parseWords(args, OPTIONS)
  if (env !== undefined) {
    checkEnvironment(env)
  }
  oneOf('--jurisdiction', jurisdiction, JURISDICTIONS)
  oneOf('--location', location, LOCATIONS)
  if (jurisdiction !== undefined && location !== undefined) {
    throw new DeployError('Cloudflare takes --jurisdiction or --location, not both: a jurisdiction chooses the place.')
  }
  return {
    environment: env ?? null,
    jurisdiction: jurisdiction ?? null,
    location: location ?? null,
    newSetupToken: flags['new-setup-token'] ?? false,
    goBack: flags['go-back'] ?? false,
    dryRun: flags['dry-run'] ?? false,
  }
}

/** The answer to where data should be kept. Throws DeployError. */
export function readPlace(answer: string): Place {
  const place = answer.trim().toLowerCase()
  if (place === '' || LOCATIONS.includes(place)) {
    return { jurisdiction: null, location: place || null }
  }
  oneOf('A place', place, [...JURISDICTIONS, ...LOCATIONS])
  return { jurisdiction: place, location: null }
}

function oneOf(option: string, value: string | undefined, known: string[]): void {
  if (value !== undefined && !known.includes(value)) {
    throw new DeployError(`${option} is one of ${known.join(', ')}, not “${value}”.`)
  }
}
