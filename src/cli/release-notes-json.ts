import { commitsOf, type SetChange } from "#core/change-set/change-set.ts";
import { titleOf } from "#core/change-set/change-title.ts";
import type { ReleaseChange, ReleaseDecision } from "#core/release/release-decision.ts";

/** A release's notes for programs; the words are those of `docs/releases.md`. */
export function renderReleaseJson(decision: ReleaseDecision, notes: string): string {
  const { tag, baseline, sections, shipped, cancelled, contributors } = decision;
  const told = {
    tag: tag.name,
    sha: tag.commitSha,
    prerelease: decision.isPrerelease,
    component: decision.component,
    baseline:
      baseline.kind === "first-release"
        ? null
        : {
            tag: baseline.tag.name,
            sha: baseline.tag.commitSha,
            rule: baseline.rule,
            isAncestor: decision.baselineIsAncestor,
          },
    because: baseline.because,
    warning: baseline.warning,
    commits: decision.commitCount,
    files: decision.changedFiles,
    changes: sections.flatMap(({ changes }) => changes.map(tellChange)),
    shipped: shipped.map(({ change, version, because }) => ({
      ...tellChange(change),
      version,
      because,
    })),
    missing:
      decision.missing?.map(({ change, section, scope, subject }) => ({
        ...nameChange(change),
        section,
        scope,
        subject,
      })) ?? null,
    reverted: cancelled.map(({ reverted, by }) => ({
      changes: reverted.map(nameChange),
      by: nameChange(by),
    })),
    contributors: contributors.map(({ account, isNew }) => ({ name: account.login, isNew })),
    notes,
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

function tellChange(told: ReleaseChange) {
  const { change, section, scope, subject, breakingNote, level, migrations } = told;
  return { ...nameChange(change), section, scope, subject, breakingNote, level, migrations };
}

function nameChange(change: SetChange) {
  const author =
    change.kind === "pull-request" ? change.pullRequest.author : change.commit.author.account;
  return {
    number: change.kind === "pull-request" ? change.pullRequest.number : null,
    sha: commitsOf(change).at(-1)?.sha ?? null,
    title: titleOf(change),
    author: author?.login ?? null,
  };
}
