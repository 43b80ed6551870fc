import type { ConfidenceModel } from './confidence.ts'
import type { LearntSynonyms } from './language/synonyms.ts'
import { unpackProposalModel, type PackedProposalModel, type ProposalModel } from './model/engine-model.ts'
import packed from './engine.weights.json' with { type: 'json' }
import type { Forest } from './rank/trees.ts'
import { unpackWording, type PackedWordingModel, type WordingModel } from './rank/wording/wording-model.ts'

/** All that the engine has learnt; `npm run train` writes it. */
export interface Weights {
  /** How the weights were made: data, settings, figures. */
  made: Record<string, unknown>
  synonyms: LearntSynonyms
  proposal: PackedProposalModel
  /** Judges how the wording of a question goes with candidates. */
  wording: PackedWordingModel
  /** Ranks candidates as they are. */
  ranking: Forest
  /** Ranks the best again, once they were tried. */
  trial: Forest
  /** How likely the best is right. */
  confidence: ConfidenceModel
}

/** Weights ready for use. */
export interface LoadedWeights extends Omit<Weights, 'proposal' | 'wording'> {
  proposal: ProposalModel
  wording: WordingModel
}

let loaded: LoadedWeights | undefined

/** The weights that ship with the engine, read once. */
export function shippedWeights(): LoadedWeights {
  loaded ??= loadWeights(packed)
  return loaded
}

/** Makes written weights ready for use. */
function loadWeights(weights: Weights): LoadedWeights {
  return {
    ...weights,
    proposal: unpackProposalModel(weights.proposal),
    wording: unpackWording(weights.wording),
  }
}
