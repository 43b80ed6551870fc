/** Makes vectors of texts, such that texts of like meaning lie close together. */
export interface Embedder {
  /** The name under which the endpoint knows it; vectors of different models are never compared. */
  readonly model: string
  /** A vector for each text, in their order, none of them longer than the model can read. Throws `AppError` `unavailable`. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}
