import type { Annotation } from "./change-action.ts";
import type { ReviewerPool } from "./choose-reviewers.ts";

/** What the texts need that is no part of the decision. */
export type Surroundings = {
  /** Where GitHub's pages are, without a slash at the end. */
  readonly webUrl?: string;
  /** For policies with `request: people`; without it only those named as users are asked. */
  readonly pool?: ReviewerPool;
  /** What a change of the policy would mean. */
  readonly preview?: RenderedPreview | null;
};

/** A part of the check run that tells what would be, and decides nothing. */
export type RenderedPreview = {
  readonly markdown: string;
  /** Notes on the policy file at the head. */
  readonly annotations: readonly Annotation[];
};
