import semver from "semver";
import type { Tag } from "./tag.ts";
import { type PrereleaseSetting, parseTagName } from "./tag-name.ts";

/**
 * The stable releases of the tag's component but itself, lowest version first: where its changes may have shipped before. Which of
 * them lie on other lines is for git to say.
 */
export function findOtherReleases<T extends Tag>(
  tag: Tag,
  tags: readonly T[],
  prerelease: PrereleaseSetting = "auto",
): readonly T[] {
  const { component } = parseTagName(tag.name, prerelease);
  return tags
    .map((other) => ({ other, ...parseTagName(other.name, prerelease) }))
    .filter((one) => one.other.name !== tag.name && one.component === component)
    .flatMap(({ other, version, channel }) =>
      version === null || channel !== "stable" ? [] : [{ other, version }],
    )
    .sort((a, b) => semver.compareBuild(a.version, b.version))
    .map(({ other }) => other);
}
