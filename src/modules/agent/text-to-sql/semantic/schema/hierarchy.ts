/** Words for someone who is over others, and for being under them. */
export const hierarchyWords: ReadonlySet<string> = new Set([
  'manager',
  'supervisor',
  'boss',
  'report',
  'lead',
  'superior',
])
