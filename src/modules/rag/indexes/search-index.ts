import type { Candidate, SearchScope } from '../stores/passage-store.ts'

/** Finds passages for a question. */
export interface SearchIndex<Question, Hit extends Candidate = Candidate> {
  name: string
  /**
   * The best `limit` passages within the scope, best first. What lies outside the scope takes no place, so the list is shorter
   * only when there is no more to find.
   */
  search(question: Question, scope: SearchScope, limit: number): Promise<Hit[]>
}
