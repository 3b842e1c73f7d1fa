import semver from "semver";
import { chooseBaseline } from "#core/release/choose-baseline.ts";
import { findOtherReleases } from "#core/release/other-releases.ts";
import type { Tag } from "#core/release/tag.ts";
import { parseTagName } from "#core/release/tag-name.ts";
import { type GitRepository, streamGit } from "#history/git.ts";
import { openRepository } from "#history/open-repository.ts";
import { type LocalTag, readTags } from "#history/read-tags.ts";

const judgedTags = 40;

/**
 * Chooses a baseline for the last stable tags of real repositories, and prints whether it is, of all lower versions, the one that
 * leaves fewest commits. Versions that hold the whole release already are no rivals: some projects tag each release twice. What
 * the stable tag made right before it would leave stands beside.
 */
export async function benchBaselines(
  dirs: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  for (const dir of dirs) {
    const repository = await openRepository(dir, process.env);
    const tags = largestComponent((await readTags(repository)).filter(isStable));
    const newestFirst = tags.toSorted((a, b) => b.taggedAtMs - a.taggedAtMs);
    const judged = newestFirst.slice(0, judgedTags);
    const reached = await readReached(repository, tags);
    const verdicts = judged.map((tag) => judge(tag, newestFirst, reached.countBetween));
    const count = (has: (verdict: Verdict) => boolean) => verdicts.filter(has).length;
    print(
      `${judged.at(-1)?.name} to ${judged[0]?.name}: the baseline leaves fewest commits for ${count(({ exception }) => exception === null)} of ${judged.length}; the tag made before would for ${count(({ isDateRight }) => isDateRight)} (${dir})`,
    );
    for (const { exception } of verdicts) if (exception !== null) print(`  ${exception}`);
  }
}

type Verdict = { readonly exception: string | null; readonly isDateRight: boolean };

function judge(
  tag: LocalTag,
  newestFirst: readonly LocalTag[],
  countBetween: (from: string, to: string) => number,
): Verdict {
  const left = (from: Tag) => countBetween(from.commitSha, tag.commitSha);
  const rivals = findLower(tag, newestFirst).filter((other) => left(other) > 0);
  const fewest = Math.min(...rivals.map(left));
  const choice = chooseBaseline(tag, newestFirst);
  const before = newestFirst.find(
    (other) => other.taggedAtMs <= tag.taggedAtMs && other.commitSha !== tag.commitSha,
  );
  const isDateRight = before !== undefined && left(before) === fewest;
  if (choice.kind !== "chosen") {
    return { exception: rivals.length === 0 ? null : `${tag.name}: none chosen`, isDateRight };
  }
  const chosen = left(choice.tag);
  if (chosen === fewest) return { exception: null, isDateRight };
  const better = rivals.findLast((other) => left(other) === fewest)?.name;
  return {
    exception: `${tag.name}: ${choice.tag.name} leaves ${chosen} commits, ${better} ${fewest}`,
    isDateRight,
  };
}

/** The tags of the component that has most of them: of a monorepo, its main part. */
function largestComponent(tags: readonly LocalTag[]): readonly LocalTag[] {
  const components = [...Map.groupBy(tags, ({ name }) => parseTagName(name).component).values()];
  return components.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function isStable({ name }: Tag): boolean {
  const { version, channel } = parseTagName(name);
  return version !== null && channel === "stable";
}

/** Stable versions of the same component, strictly lower. */
function findLower(tag: LocalTag, tags: readonly LocalTag[]): readonly LocalTag[] {
  const versionOf = ({ name }: Tag) => parseTagName(name).version ?? "";
  return findOtherReleases(tag, tags).filter((other) =>
    semver.lt(versionOf(other), versionOf(tag)),
  );
}

/** What each tag reaches, as bits: as exact as `git rev-list --count a..b`, and one run of git for all pairs. */
async function readReached(repository: GitRepository, tags: readonly Tag[]) {
  const parentsOf = new Map<string, readonly string[]>();
  let rest = "";
  for await (const chunk of streamGit(repository, ["rev-list", "--parents", "--tags"])) {
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [sha = "", ...parents] = line.split(" ");
      parentsOf.set(sha, parents);
    }
  }
  const indexOf = new Map([...parentsOf.keys()].map((sha, index) => [sha, index]));
  const reachedBy = new Map<string, Uint8Array>();
  for (const { commitSha } of tags) {
    const reached = new Uint8Array(indexOf.size);
    const waiting = [commitSha];
    for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
      const index = indexOf.get(sha) ?? 0;
      if (reached[index] === 1) continue;
      reached[index] = 1;
      waiting.push(...(parentsOf.get(sha) ?? []));
    }
    reachedBy.set(commitSha, reached);
  }
  return {
    countBetween(from: string, to: string): number {
      const excluded = reachedBy.get(from) ?? new Uint8Array(indexOf.size);
      const included = reachedBy.get(to) ?? new Uint8Array(indexOf.size);
      let count = 0;
      for (let i = 0; i < indexOf.size; i++) if (included[i] === 1 && excluded[i] === 0) count += 1;
      return count;
    },
  };
}
