import { compileGlobs } from "#core/policy/glob.ts";
import type { PolicySource } from "#core/policy/policy-source.ts";
import type { Policy } from "#core/policy/schema.ts";
import type { ReleasedComponent } from "./observed-release.ts";
import { type PrereleaseSetting, parseTagName } from "./tag-name.ts";

/** How a tag is to be released. */
export type ReleaseRule = {
  readonly prerelease: PrereleaseSetting;
  readonly component: ReleasedComponent | null;
  /** What its pull requests get once it is published. */
  readonly tell: Policy["releases"][number]["tell"];
  /** Whether another tag is a release of the same kind, with which this one may be compared. */
  readonly covers: (tagName: string) => boolean;
};

/**
 * The first rule of a policy whose glob matches the tag; null when none does, and the tag is no release. Where the rule says
 * nothing of a component, the tag's own prefix names it.
 */
export function findReleaseRule(releases: Policy["releases"], tagName: string): ReleaseRule | null {
  for (const { tags, component, prerelease, tell } of releases) {
    const match = compileGlobs([tags]);
    if (match(tagName) === undefined) continue;
    const own = componentOf(tagName);
    return {
      prerelease,
      tell,
      component:
        component === undefined
          ? own
          : { name: component.name ?? own?.name ?? tags, paths: component.paths },
      covers: (name) => match(name) !== undefined,
    };
  }
  return null;
}

/** The rule of the first policy that has one for the tag; null when none has. A policy that can't be read has no rules. */
export function findRuleOf(policies: readonly PolicySource[], tagName: string): ReleaseRule | null {
  for (const { content } of policies) {
    if (content.kind !== "valid") continue;
    const rule = findReleaseRule(content.policy.releases, tagName);
    if (rule !== null) return rule;
  }
  return null;
}

/** How a tag is released that no rule covers, because somebody asks for it. */
export function ruleWithoutPolicy(tagName: string): ReleaseRule {
  const component = componentOf(tagName);
  return { prerelease: "auto", tell: "nothing", component, covers: () => true };
}

/** The component that a tag's prefix names; `release-1.2.0` and `go1.21.0` name none. */
function componentOf(tagName: string): ReleasedComponent | null {
  const { component } = parseTagName(tagName);
  if (/^(?:releases?|rel|versions?|ver)?$/i.test(component)) return null;
  const isWordBeforeNumber = /\d/.test(tagName.charAt(component.length));
  return isWordBeforeNumber ? null : { name: component, paths: null };
}
