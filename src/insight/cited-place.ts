/** Where citations point, with some of the passages that were cited there. */
export interface CitedPlace {
  readonly location: string
  citations: number
  /** The latest, each once. */
  readonly keys: number[]
}
