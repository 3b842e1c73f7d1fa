import { resolve } from "node:path";
import { decidePastChange } from "#core/backtest/decide-past-change.ts";
import type { ChangeFacts } from "#core/change/facts.ts";
import { UserError } from "#core/errors.ts";
import { People } from "#core/history/people.ts";
import { nearestName } from "#core/policy/nearest-name.ts";
import type { Policy } from "#core/policy/schema.ts";
import { decideRelease } from "#core/release/decide-release.ts";
import { findReleaseRule, ruleWithoutPolicy } from "#core/release/find-release-rule.ts";
import type { ReleaseDecision } from "#core/release/release-decision.ts";
import type { ReleasePlace } from "#core/release/release-place.ts";
import { renderNotes } from "#core/release/render-draft.ts";
import { type OpenRepository, openRepository, readOriginUrl } from "#history/open-repository.ts";
import { readRelease } from "#history/read-release.ts";
import { type LocalTag, readTags } from "#history/read-tags.ts";
import { choosePolicy, renderPolicyProblems } from "./choose-policy.ts";
import { type CommandIo, interruptedCode, withUserErrors } from "./command-io.ts";
import { Progress } from "./progress.ts";
import { renderReleaseJson } from "./release-notes-json.ts";
import { harmless } from "./terminal-text.ts";

export type ReleaseNotesOptions = {
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
  readonly json?: boolean | undefined;
};

/**
 * `sluice release-notes [DIR] <tag>`: the notes of a release in Markdown, from a local history, as the server drafts them but for
 * what only GitHub knows. `args` are the folder, if given, and the tag.
 *
 * Returns the exit code: 0 done, 1 the policy has problems, 2 it can't be done as asked, 130 ended by Ctrl-C.
 */
export function runReleaseNotes(
  args: readonly string[],
  options: ReleaseNotesOptions,
  io: CommandIo,
): Promise<number> {
  return withUserErrors(io, async () => {
    const { dir, tagName } = readArguments(args);
    const repository = await openRepository(resolve(io.cwd, dir), io.env);
    const tags = await readTags(repository);
    const tag = findTag(repository, tags, tagName);
    const chosen = await choosePolicy(repository, options.policy, io.cwd);
    if (chosen.kind === "invalid") {
      io.stderr.write(renderPolicyProblems(chosen.file, chosen.problems));
      return 1;
    }
    const decision = await decideLocalRelease(repository, { tag, tags }, chosen.policy, io);
    if (io.signal.aborted) return interruptedCode;
    if (options.json !== true) io.stderr.write(explainLimits(chosen.source));
    const notes = renderNotes(decision, placeOf(await readOriginUrl(repository)));
    io.stdout.write(options.json === true ? renderReleaseJson(decision, notes) : `${notes}\n`);
    return 0;
  });
}

/** What the notes lack, told beside them: they are to be published as they are. */
function explainLimits(policySource: string): string {
  return (
    "From this history alone: who approved, and what runs where, only the server knows. " +
    `Risk is assessed from the diffs alone. Policy: ${harmless(policySource)}\n`
  );
}

async function decideLocalRelease(
  repository: OpenRepository,
  tags: { readonly tag: LocalTag; readonly tags: readonly LocalTag[] },
  policy: Policy,
  { stderr, signal }: CommandIo,
): Promise<ReleaseDecision> {
  const { name } = tags.tag;
  const progress = new Progress(stderr, "commits read", "stops");
  try {
    return decideRelease(
      await readRelease(repository, tags, {
        rule: findReleaseRule(policy.releases, name) ?? ruleWithoutPolicy(name),
        people: new People(),
        assess: (sha: string, facts: ChangeFacts) => decidePastChange(sha, facts, policy).level,
        onCommit: (read, of) => progress.show(read, of),
        signal,
      }),
    );
  } finally {
    progress.clear();
  }
}

function readArguments(args: readonly string[]): { dir: string; tagName: string } {
  const [first, second] = args;
  if (first !== undefined && args.length <= 2) {
    return second === undefined ? { dir: ".", tagName: first } : { dir: first, tagName: second };
  }
  throw new UserError(
    "It is not clear which release is meant.",
    "Name its tag: sluice release-notes [DIR] v1.2.0",
  );
}

function findTag({ dir }: OpenRepository, tags: readonly LocalTag[], tagName: string): LocalTag {
  const wanted = tagName.replace(/^refs\/tags\//, "");
  const tag = tags.find(({ name }) => name === wanted);
  if (tag !== undefined) return tag;
  if (tags.length === 0) {
    throw new UserError(
      `${dir} has no tags, so it has no releases.`,
      "Fetch them with: git fetch --tags (in GitHub Actions: fetch-depth: 0 for actions/checkout)",
    );
  }
  const near = nearestName(
    wanted,
    tags.map(({ name }) => name),
  );
  throw new UserError(
    `${tagName} is no tag of ${dir}.`,
    near === undefined
      ? "See which there are with: git tag (and get new ones with: git fetch --tags)"
      : `Did you mean ${near}? All of them: git tag (get new ones with: git fetch --tags)`,
  );
}

/** Where the notes would be published: links are made for github.com alone, of which the pages' addresses are known. */
function placeOf(originUrl: string | undefined): ReleasePlace {
  const [, owner, name] =
    /^(?:https:\/\/|ssh:\/\/git@|git@)github\.com[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(
      originUrl ?? "",
    ) ?? [];
  if (owner === undefined || name === undefined) return null;
  return { repository: { owner, name }, webUrl: "https://github.com", knowsLogins: false };
}
