import type { SetChange } from "#core/change-set/change-set.ts";
import { titleOf } from "#core/change-set/change-title.ts";
import { asCode, asProse } from "#core/text/markdown.ts";
import { counted, listed } from "#core/text/words.ts";
import { type DraftDetail, mostPeople } from "./draft-detail.ts";
import type { RollbackTarget } from "./observed-release.ts";
import type { ReleaseDecision } from "./release-decision.ts";
import { linkCommit, linkPerson, nameChange, type ReleasePlace } from "./release-place.ts";
import { day } from "./render-attention.ts";
import { describeEvidence, titleAndName } from "./render-changes.ts";

const mostRemoved = 50;
const mostMigrations = 30;

/** Changes that users of another line have already. */
export function renderShipped(
  { shipped }: ReleaseDecision,
  { sideLists, titleLimit }: DraftDetail,
  place: ReleasePlace,
): string {
  if (shipped.length === 0) return "";
  const items =
    sideLists === "full"
      ? shipped.map(
          ({ change, version, because }) =>
            `- ${titleAndName(change, titleLimit, place)}: ${[`in ${asCode(version)} (${because})`, describeEvidence(change)].filter((text) => text !== "").join("; ")}`,
        )
      : [...Map.groupBy(shipped, ({ version }) => version)].map(
          ([version, group]) =>
            `- ${asCode(version)}: ${group.map(({ change }) => nameChange(change.change, place)).join(", ")}`,
        );
  return ["### Already shipped in another line", items.join("\n")].join("\n\n");
}

/** Reverts and what they took back: nothing of either is in the release. */
export function renderCancelled(
  { cancelled }: ReleaseDecision,
  { sideLists }: DraftDetail,
  place: ReleasePlace,
): string {
  if (cancelled.length === 0) return "";
  const items = cancelled.map(({ reverted, by }) => {
    const names = listed(
      reverted.map((change) =>
        sideLists === "full"
          ? `${asProse(titleOf(change))} (${nameChange(change, place)})`
          : nameChange(change, place),
      ),
    );
    return `- ${names}, reverted by ${nameChange(by, place)}`;
  });
  return ["### Reverted before the release", items.join("\n")].join("\n\n");
}

/** Database migrations that the release holds. */
export function renderMigrations({ sections }: ReleaseDecision, place: ReleasePlace): string {
  const items = sections
    .flatMap(({ changes }) => changes)
    .flatMap(({ change, migrations }) =>
      migrations.map((path) => `- ${asCode(path)} (${nameChange(change, place)})`),
    );
  if (items.length === 0) return "";
  const left = items.length - mostMigrations;
  const shown = [...items.slice(0, mostMigrations), ...(left > 0 ? [`- and ${left} more`] : [])];
  return ["### Migrations", shown.join("\n")].join("\n\n");
}

/** Where each environment can go back to, and what that would remove; empty where deployments are not known. */
export function renderRollbacks(
  { rollbacks, sections }: ReleaseDecision,
  place: ReleasePlace,
): string {
  if (rollbacks === null || rollbacks.length === 0) return "";
  const migrates = sections.some(({ changes }) => changes.some((one) => one.migrations.length > 0));
  return [
    "### Rollback",
    rollbacks
      .map((one) => `- ${asCode(one.environment)}: ${describeTarget(one, place)}`)
      .join("\n"),
    ...(migrates ? ["Going back does not undo migrations."] : []),
  ].join("\n\n");
}

function describeTarget({ target }: RollbackTarget, place: ReleasePlace): string {
  if (target === null) return "nothing has succeeded there yet, so there is nothing to go back to.";
  const { commitSha, tagName, succeededAtMs, removes } = target;
  const commit = linkCommit(commitSha, place);
  const name = tagName === null ? commit : `${asCode(tagName)} (${commit})`;
  return `${name}, which last succeeded there on ${day(succeededAtMs)}. ${describeRemoved(removes, place)}`;
}

function describeRemoved(removes: readonly SetChange[] | null, place: ReleasePlace): string {
  if (removes === null) return "What going back would remove is not known.";
  if (removes.length === 0) return "Going back would remove nothing.";
  const names = removes.map((change) => nameChange(change, place));
  return `Going back would remove ${counted(removes.length, "change")}: ${listed(names, { limit: mostRemoved })}.`;
}

/** The people behind the release; those who are new here stand out. */
export function renderContributors(
  { contributors, baseline }: ReleaseDecision,
  { sideLists }: DraftDetail,
  place: ReleasePlace,
): string {
  if (contributors.length === 0) return "";
  const people = contributors.map(({ account }) => linkPerson(account, place));
  const newcomers = contributors
    // In a first release everybody is new.
    .filter(({ isNew }) => isNew === true && baseline.kind === "chosen")
    .map(({ account }) => linkPerson(account, place));
  const limit = sideLists === "full" ? Number.POSITIVE_INFINITY : mostPeople;
  return [
    "### Contributors",
    `${listed(people, { limit })}.${newcomers.length === 0 ? "" : ` For the first time: ${listed(newcomers, { limit })}.`}`,
  ].join("\n\n");
}
