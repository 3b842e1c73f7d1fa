import type { CheckRunEdits } from "../operations/check-runs.ts";
import type { Annotation, CheckAction, CheckConclusion, CheckStatus } from "../world/model.ts";

/** What `createCheckRun` and `updateCheckRun` both take, after the schema has checked it. */
export type CheckRunInput = {
  readonly name?: string;
  readonly status?: Uppercase<CheckStatus>;
  readonly conclusion?: Uppercase<CheckConclusion>;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly actions?: readonly CheckAction[];
  readonly output?: {
    readonly title: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly AnnotationInput[];
  };
};

type AnnotationInput = {
  readonly path: string;
  readonly location: { readonly startLine: number; readonly endLine: number };
  readonly annotationLevel: "NOTICE" | "WARNING" | "FAILURE";
  readonly title?: string;
  readonly message: string;
};

const levels = { NOTICE: "notice", WARNING: "warning", FAILURE: "failure" } as const;

/** The same wish in the words that REST uses too. */
export function editsOf(input: CheckRunInput): CheckRunEdits {
  const { name, status, conclusion, externalId, detailsUrl, startedAt, completedAt } = input;
  const { output, actions } = input;
  return {
    ...(name && { name }),
    // Enum values differ from REST's in case only.
    ...(status && { status: status.toLowerCase() as CheckStatus }),
    ...(conclusion && { conclusion: conclusion.toLowerCase() as CheckConclusion }),
    ...(externalId && { externalId }),
    ...(detailsUrl && { detailsUrl }),
    ...(startedAt && { startedAt }),
    ...(completedAt && { completedAt }),
    ...(actions && { actions }),
    ...(output && {
      output: {
        title: output.title,
        summary: output.summary,
        text: output.text ?? null,
        annotations: (output.annotations ?? []).map(annotationOf),
      },
    }),
  };
}

function annotationOf({
  path,
  location,
  annotationLevel,
  title,
  message,
}: AnnotationInput): Annotation {
  return {
    path,
    startLine: location.startLine,
    endLine: location.endLine,
    level: levels[annotationLevel],
    title: title ?? null,
    message,
  };
}
