/** Shows a figure that a test measured, in the output of a test that passed as well: its log lines are shown of failures only. */
export function figure(text: string): void {
  process.stdout.write(`     ${text}\n`)
}
