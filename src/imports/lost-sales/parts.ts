/** One module for what is loaded on first use. */
export { runComparison } from './compare-sales'
export { createComparisonPorts } from './ports'
export { runSettling } from './settle-sales'
