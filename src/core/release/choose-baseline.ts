import semver from "semver";
import type { Tag } from "./tag.ts";
import { type PrereleaseSetting, parseTagName, seriesOf, type TagName } from "./tag-name.ts";

/** What a release is compared with. `because` is a clause in plain text. */
export type BaselineChoice =
  | {
      readonly kind: "chosen";
      readonly tag: Tag;
      readonly rule: "version" | "last-stable" | "annotation" | "nearest-ancestor";
      /** Completes "Compared with v1.1.0, …". */
      readonly because: string;
      /** A sentence on an override that could not be followed; null when there is nothing to say. */
      readonly warning: string | null;
    }
  | {
      /** The name holds no version: which of these is the nearest ancestor must be asked, see {@link chooseNearestAncestor}. */
      readonly kind: "ask-nearest-ancestor";
      readonly among: readonly Tag[];
      readonly warning: string | null;
    }
  | {
      /** Nothing came before: everything that the tag reaches is new. */
      readonly kind: "first-release";
      /** Completes "The first release: …". */
      readonly because: string;
      readonly warning: string | null;
    };

/** A baseline of which nothing is left to ask. */
export type SettledBaseline = Exclude<BaselineChoice, { readonly kind: "ask-nearest-ancestor" }>;

/**
 * The release that `tag` is compared with, by version alone: dates, other lines and what is published do not matter.
 *
 * - A stable release: the highest strictly lower stable version of its component. So a patch of an old line finds its own
 *   line, and pre-releases are skipped.
 * - A pre-release: the one before it of the same series (`1.3.0-rc.1` before `1.3.0-rc.2`); the first of a series is compared with
 *   the last stable version.
 * - A name without a version: the nearest ancestor among the component's other tags, which the caller must ask for.
 * - A line `Sluice-baseline: v1.1.0` in the tag's annotation overrides all of it.
 *
 * @param tags every tag that may be a release of the same kind, `tag` itself or not; those of other components are skipped
 */
export function chooseBaseline(
  tag: Tag,
  tags: readonly Tag[],
  prerelease: PrereleaseSetting = "auto",
): BaselineChoice {
  const others = tags.filter(({ name }) => name !== tag.name);
  const named = readOverride(tag.annotation);
  const override = others.find(({ name }) => name === named);
  if (override !== undefined) {
    const because = "which the tag's annotation names";
    return { kind: "chosen", tag: override, rule: "annotation", because, warning: null };
  }
  const warning =
    named === null
      ? null
      : `The tag's annotation names ${named} as its baseline, which is no other tag here: the rule chose instead.`;
  const own = parseTagName(tag.name, prerelease);
  const candidates = others
    .map((other) => ({ tag: other, name: parseTagName(other.name, prerelease) }))
    .filter(({ name }) => name.component === own.component);
  if (own.version === null) {
    // Another name of the same commit, such as `stable`, is no release before this one.
    const among = candidates
      .map((one) => one.tag)
      .filter(({ commitSha }) => commitSha !== tag.commitSha);
    return { kind: "ask-nearest-ancestor", among, warning };
  }
  return { ...chooseByVersion(own, own.version, candidates, tag.name), warning };
}

/** The choice among those that {@link chooseBaseline} wants asked, when the nearest ancestor is known; null: none is one. */
export function chooseNearestAncestor(
  nearest: Tag | null,
  warning: string | null,
): SettledBaseline {
  return nearest === null
    ? { kind: "first-release", because: "no earlier tag is its ancestor", warning }
    : {
        kind: "chosen",
        tag: nearest,
        rule: "nearest-ancestor",
        because: "the nearest tag before it: the name holds no semantic version to go by",
        warning,
      };
}

/** The tag that a line `Sluice-baseline: NAME` of an annotation names; null without one. */
function readOverride(annotation: string | null): string | null {
  return /^sluice-baseline:[ \t]*(\S+)[ \t]*\r?$/im.exec(annotation ?? "")?.[1] ?? null;
}

type Candidate = { readonly tag: Tag; readonly name: TagName };

function chooseByVersion(
  own: TagName,
  version: string,
  candidates: readonly Candidate[],
  ownName: string,
) {
  const lower = candidates.filter(
    ({ name }) => name.version !== null && semver.lt(name.version, version),
  );
  const ofChannel = lower.filter(({ name }) => name.channel === own.channel);
  // `always` makes every release a pre-release: then there are no series to tell apart.
  const followsSeries = own.channel === "pre-release" && semver.prerelease(version) !== null;
  const before = highest(
    followsSeries
      ? ofChannel.filter(({ name }) => seriesOf(name.version ?? "") === seriesOf(version))
      : ofChannel,
    ownName,
  );
  const of = own.component === "" ? "" : ` of ${own.component}`;
  if (before !== undefined) {
    const because = followsSeries
      ? `the pre-release before it in the series ${seriesOf(version)}${of}`
      : `the highest lower ${own.channel === "stable" ? "stable " : ""}version${of}`;
    return { kind: "chosen", tag: before, rule: "version", because } as const;
  }
  const stable = highest(
    lower.filter(({ name }) => name.channel === "stable"),
    ownName,
  );
  if (stable !== undefined) {
    const because = `the last stable version${of}: it is the first pre-release of its series`;
    return { kind: "chosen", tag: stable, rule: "last-stable", because } as const;
  }
  return { kind: "first-release", because: `no lower version${of} has a tag` } as const;
}

/** Equal versions (`v1.2.0` and `1.2.0`, or other build metadata): the one that is spelt more like our own tag. */
function highest(candidates: readonly Candidate[], ownName: string): Tag | undefined {
  const likeness = ({ tag }: Candidate) => (/^\d/.test(tag.name) === /^\d/.test(ownName) ? 1 : 0);
  return [...candidates].sort(
    (a, b) =>
      semver.rcompare(a.name.version ?? "", b.name.version ?? "") ||
      likeness(b) - likeness(a) ||
      semver.compareBuild(b.name.version ?? "", a.name.version ?? "") ||
      (a.tag.name < b.tag.name ? -1 : 1),
  )[0]?.tag;
}
