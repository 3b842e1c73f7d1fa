import { deploymentsMarker, updateDeploymentsComment } from "#core/gate/deployments-comment.ts";
import { formatRepository, type RepositoryName } from "#core/key.ts";
import { asCode } from "#core/text/markdown.ts";
import type { ReleaseRule } from "./find-release-rule.ts";
import { type ReleaseLabel, releaseLabel } from "./release-label.ts";

/** What the pull requests of a published release are told of it. */
export type ReleaseNews =
  | { readonly kind: "label"; readonly label: ReleaseLabel }
  | { readonly kind: "comment"; readonly tag: string; readonly line: string };

/** A pull request that we changed, and GitHub's times of its last change before and after, ISO 8601. */
export type TouchedChange = {
  readonly number: number;
  readonly before: string;
  readonly after: string;
};

/** What there is to tell by a release's rule; null: nothing. */
export function releaseNews(
  tell: ReleaseRule["tell"],
  { repository, tag }: { readonly repository: RepositoryName; readonly tag: string },
  webUrl: string,
): ReleaseNews | null {
  switch (tell) {
    case "label":
      return { kind: "label", label: releaseLabel(tag) };
    case "comment": {
      const path = encodeURIComponent(tag).replaceAll("(", "%28").replaceAll(")", "%29");
      const page = `${webUrl}/${formatRepository(repository)}/releases/tag/${path}`;
      return { kind: "comment", tag, line: `Released in [${asCode(tag)}](${page}).` };
    }
    case "nothing":
      return null;
  }
}

/** One of our comments with the line about a release; as it is where it has the line. */
export function addReleaseLine(
  body: string,
  { tag, line }: Extract<ReleaseNews, { kind: "comment" }>,
): string {
  if (body.startsWith(deploymentsMarker)) {
    return updateDeploymentsComment(body, [{ place: `release ${tag}`, line }]);
  }
  return body.split(/\r?\n/).includes(line) ? body : `${body.trimEnd()}\n\n${line}`;
}
