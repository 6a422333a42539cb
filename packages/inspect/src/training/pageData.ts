import type { TrainingDocument } from "./document.ts";

/** One training on the page. */
export interface Run {
  readonly name: string;
  readonly document: TrainingDocument;
}

/** What the page shows; it stands in the page as JSON. */
export interface PageData {
  readonly title: string;
  readonly runs: readonly Run[];
}
