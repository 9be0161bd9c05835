/** One of the house's rules, held against the tree. */
export interface Check {
  name: string
  /** What was counted, also where all is well. */
  figure: string
  findings: Finding[]
}

export interface Finding {
  /** `path:line`, or a folder. */
  where: string
  says: string
}
