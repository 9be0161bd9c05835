/** The structure of the code: prints which folder imports which, and holds the tree against the house's rules. */
import { houseChecks } from './house/checks'

const { checks, graph } = houseChecks()

console.log('Stations (files) and what each imports, by value + by type:')
for (const line of graph) {
  console.log(`  ${line}`)
}
for (const { name, figure, findings } of checks) {
  console.log(`${findings.length === 0 ? '✓' : '✗'} ${name}: ${figure}`)
  for (const { where, says } of findings) {
    console.log(`  ${where}  ${says}`)
  }
}
process.exit(checks.every(({ findings }) => findings.length === 0) ? 0 : 1)
