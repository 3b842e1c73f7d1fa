import type { DeploymentLine } from "./find-deployment-lines.ts";

/** By this line our comment about a pull request's deployments is found again. */
export const deploymentsMarker = "<!-- sluice:deployments -->";

/** More places are not kept: those that were told first go. */
const mostPlaces = 20;

/** A line and, unseen, the place that it is about. */
const lineWithPlace = /^- (?<line>.*) <!-- (?<place>\S+) -->$/;

/**
 * Our comment about the deployments of a pull request, with new lines in the place of what it said about the same places before.
 *
 * @param body the comment as it stands; null when there is none
 */
export function updateDeploymentsComment(
  body: string | null,
  news: readonly Pick<DeploymentLine, "place" | "line">[],
): string {
  const lines = new Map<string, string>();
  for (const text of body?.split(/\r?\n/) ?? []) {
    const { line, place } = lineWithPlace.exec(text)?.groups ?? {};
    if (line !== undefined && place !== undefined) lines.set(place, line);
  }
  for (const { place, line } of news) lines.set(nameOf(place), line);
  const shown = [...lines].slice(-mostPlaces).map(([place, line]) => `- ${line} <!-- ${place} -->`);
  return [deploymentsMarker, "", "### Deployments", "", ...shown].join("\n");
}

/** No space and no hyphen: neither ends a comment. */
function nameOf(place: string): string {
  return encodeURIComponent(place.toWellFormed().toLowerCase()).replaceAll("-", "%2D");
}
