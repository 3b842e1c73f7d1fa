import { readChangeName } from "#core/history/change-title.ts";
import { commitsOf, type RangeCommit, type SetChange } from "./change-set.ts";

/** A commit that another line of releases shipped before. */
export type ShippedCommit = Pick<RangeCommit, "sha" | "message"> & {
  /** The tag of the first release that had it. */
  readonly version: string;
};

/** One of the names by which the commits of a change are known, see {@link namesOfChange}, that another line shipped before. */
export type ShippedName = { readonly name: string; readonly version: string };

/** How it is known that two commits are the same change; the words are for people. */
export type SameChange = "cherry-picked" | "the same pull request by its title" | "the same patch";

/** A change that users of another line have already. */
export type ShippedChange = {
  readonly change: SetChange;
  readonly version: string;
  readonly because: SameChange;
};

/**
 * Parts what a release brings anew from what another line shipped before, in the order of `changes`.
 *
 * A change counts as shipped when each of its commits, merges aside, has its like in `elsewhere` (oldest version first): by
 * the trailer `(cherry picked from commit …)` of either, by a title that names the other's pull request, or by an equal patch.
 * It is said to be in the version by which all of it had shipped. `patchIds` answers {@link shaToCompare}, by SHA.
 */
export function findShipped(
  changes: readonly SetChange[],
  elsewhere: readonly (ShippedCommit | ShippedName)[],
  patchIds: ReadonlyMap<string, string>,
): { readonly fresh: readonly SetChange[]; readonly shipped: readonly ShippedChange[] } {
  const order = new Map<string, number>();
  const versionOf = new Map<string, string>();
  for (const one of elsewhere) {
    const { version } = one;
    if (!order.has(version)) order.set(version, order.size);
    const names = "name" in one ? [one.name] : keysOf(one, patchIds).map(([name]) => name);
    for (const name of names) if (!versionOf.has(name)) versionOf.set(name, version);
  }
  const fresh: SetChange[] = [];
  const shipped: ShippedChange[] = [];
  for (const change of changes) {
    const likes = significantCommits(change).map((commit) => findLike(commit, versionOf, patchIds));
    const last = latest(likes, order);
    if (last === null) fresh.push(change);
    else shipped.push({ change, ...last });
  }
  return { fresh, shipped };
}

/** By what each commit of a change, merges aside, may be known again in another line: its SHA and its origins', its patch, its pull request. */
export function namesOfChange(
  change: SetChange,
  patchIds: ReadonlyMap<string, string>,
): readonly { readonly sha: string; readonly name: string }[] {
  return significantCommits(change).flatMap((commit) => {
    const names = keysOf(commit, patchIds).map(([name]) => name);
    if (change.kind === "pull-request") names.push(`#${change.pullRequest.number}`);
    return names.map((name) => ({ sha: commit.sha, name }));
  });
}

/**
 * The commits, of both sides, whose patches must be compared: those that nothing but an equal title connects. Titles first, because
 * patches are dear.
 */
export function shaToCompare(
  changes: readonly SetChange[],
  elsewhere: readonly ShippedCommit[],
): readonly string[] {
  const ours = changes.flatMap(significantCommits);
  const theirTitles = new Set(elsewhere.map(plainTitle));
  const shared = new Set(ours.map(plainTitle).filter((title) => theirTitles.has(title)));
  return [...ours, ...elsewhere]
    .filter((commit) => shared.has(plainTitle(commit)))
    .map(({ sha }) => sha);
}

type Like = { readonly version: string; readonly because: SameChange };

function findLike(
  commit: RangeCommit,
  versionOf: ReadonlyMap<string, string>,
  patchIds: ReadonlyMap<string, string>,
): Like | null {
  for (const [key, because] of keysOf(commit, patchIds)) {
    const version = versionOf.get(key);
    if (version !== undefined) return { version, because };
  }
  return null;
}

/** What two commits of one change share, the surest first. */
function keysOf(
  { sha, message }: Pick<RangeCommit, "sha" | "message">,
  patchIds: ReadonlyMap<string, string>,
): readonly (readonly [string, SameChange])[] {
  const origins = [...message.matchAll(/\(cherry picked from commit ([0-9a-f]{40,64})\)/gi)];
  const { number, title } = readChangeName(message);
  const picked = [...title.matchAll(pickedNumber)].map(([, word, end]) => Number(word ?? end));
  const patchId = patchIds.get(sha);
  return [
    [`sha ${sha}`, "cherry-picked"],
    ...origins.map(([, origin = ""]) => [`sha ${origin.toLowerCase()}`, "cherry-picked"] as const),
    ...(patchId === undefined ? [] : [[`patch ${patchId}`, "the same patch"] as const]),
    ...[...picked, ...(number === null ? [] : [number])].map(
      (one) => [`#${one}`, "the same pull request by its title"] as const,
    ),
  ];
}

/**
 * As people and bots name the origin of a backport: `(cherry-pick #123 for 3.2)`, `Automated cherry pick of #123`, or its number at
 * the end, before that of the backport's own pull request.
 */
const pickedNumber =
  /\b(?:cherry[- ]?pick(?:ed)?|back-?port)(?: (?:of|from))? #(\d+)|\(#(\d+)\)(?=(?:\s*\(#\d+\))*$)/gi;

/** A title without the branch before it and the numbers behind it, as backports add them. */
function plainTitle({ message }: Pick<RangeCommit, "message">): string {
  return readChangeName(message)
    .title.replace(/^(?:\[[^\]]*\]\s*)+/, "")
    .replace(/(?:\s*\([^()]*\))+$/, "")
    .toLowerCase();
}

/** Merges repeat what they merge. A change of merges alone is judged by them. */
export function significantCommits(change: SetChange): readonly RangeCommit[] {
  const commits = commitsOf(change);
  const plain = commits.filter(({ parents }) => parents.length < 2);
  return plain.length === 0 ? commits : plain;
}

function latest(likes: readonly (Like | null)[], order: ReadonlyMap<string, number>): Like | null {
  let last: Like | null = null;
  for (const like of likes) {
    if (like === null) return null;
    const isLater = (order.get(like.version) ?? 0) > (order.get(last?.version ?? "") ?? -1);
    if (isLater) last = like;
  }
  return last;
}
