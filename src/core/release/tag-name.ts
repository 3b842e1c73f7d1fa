import semver from "semver";

/** Which of a policy's `prerelease` settings applies to a tag; `auto` asks the semantic version. */
export type PrereleaseSetting = "auto" | "always" | "never";

/** Stable releases and pre-releases are followed apart. */
type Channel = "stable" | "pre-release";

/** What a tag's name says. */
export type TagName = {
  /** What stands before the version, without its separator: `api` of `api/v1.2.0`; empty for `v1.2.0`. */
  readonly component: string;
  /** The semantic version, as canonical text; null where the name holds none. */
  readonly version: string | null;
  readonly channel: Channel;
};

/**
 * Takes a tag's name apart: `v1.2.0`, `1.2.0-rc.1`, `api/v1.2.0`, `api-v1.2.0`, `@scope/pkg@1.2.0`.
 *
 * A version is what https://semver.org allows, no more: two or four numbers (`v1.2`, `v7.2.3.1`) and leading zeros
 * (`2024.01.02`) make none. Build metadata is kept in the text and does not order versions. Where a name could be read in two
 * ways (`api-1.0.0-2.0.0`) the version begins as early as it can.
 */
export function parseTagName(name: string, prerelease: PrereleaseSetting = "auto"): TagName {
  for (const { index } of name.matchAll(versionStart)) {
    const text = name.slice(index).replace(/^[vV]/, "");
    const version = /^\d/.test(text) ? semver.parse(text) : null;
    if (version === null) continue;
    const isPrerelease =
      prerelease === "auto" ? version.prerelease.length > 0 : prerelease === "always";
    return {
      component: name.slice(0, index).replace(/[/@_-]$/, ""),
      version: text,
      channel: isPrerelease ? "pre-release" : "stable",
    };
  }
  const channel = prerelease === "always" ? "pre-release" : "stable";
  return { component: componentOfOther(name), version: null, channel };
}

/** The beginning, each place after a separator, and after a first word (`go1.21.0`). */
const versionStart = /(?:^|(?<=[/@_-])|(?<=^[A-Za-z]+))(?=[vV]?\d)/g;

/** `api` of `api/2024.01.02` and of `api-v7.2.3.1`; empty where nothing but the name of a release stands there. */
function componentOfOther(name: string): string {
  return /^(.*?)[/@_-][vV]?\d+(?:\.\d+)+[^/@]*$/.exec(name)?.[1] ?? /^(.*)\//.exec(name)?.[1] ?? "";
}

/** The `1.3.0` of `1.3.0-rc.1+build`: the release that pre-releases lead to. */
export function seriesOf(version: string): string {
  return /^\d+\.\d+\.\d+/.exec(version)?.[0] ?? version;
}
