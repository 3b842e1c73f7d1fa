import { describeMissing } from "#core/approval/requirement-words.ts";
import { formatPrincipal } from "#core/policy/principal.ts";
import { factorNames, Policy, type Requirement } from "#core/policy/schema.ts";
import { type RiskLevel, riskLevels } from "#core/risk/level.ts";
import { capitalised, listed } from "#core/text/words.ts";

/** Tells what a part of the policy would change; no sentence when nothing. */
type Describe = (before: Policy, after: Policy) => readonly string[];

/** What a policy file without anything but its version says. */
const emptyPolicy: Policy = Policy.parse({ version: 1 });

/**
 * What would change if one policy took the place of another (null: there is none), in plain sentences; empty when they say
 * the same. Names in them are foreign text.
 */
export function describePolicyChange(
  before: Policy | null,
  after: Policy | null,
): readonly string[] {
  if (after === null) return before === null ? [] : ["There would be no policy here any more."];
  const begins = before === null ? ["There is no policy here yet: this would be the first."] : [];
  const old = before ?? emptyPolicy;
  return [...begins, ...parts.flatMap((describe) => describe(old, after))];
}

const parts: readonly Describe[] = [
  describeMode,
  describeBranches,
  describeLevels,
  describeApprovals,
  named("the rule on top of the levels", ({ approvals }) => byName(approvals?.also ?? [])),
  named("the standard rule", ({ standard }) => byName(standard)),
  named("the risk rule", ({ risk }) => byName(risk.rules)),
  describeFactors,
  describeRisk,
  named("the role", ({ roles }) =>
    Object.entries(roles).map(([name, members]) => [name, members.map(formatPrincipal)]),
  ),
  describeApprovers,
  describeEmergency,
  named("the freeze", ({ freezes }) => byName(freezes)),
  named("the environment", ({ environments }) => Object.entries(environments)),
  named("the release", ({ releases }) => releases.map((release) => [release.tags, release])),
  ({ commands: before }, { commands: after }) =>
    changed("Commands would begin with", `"/${before.prefix}"`, `"/${after.prefix}"`),
];

function describeMode({ mode: before }: Policy, { mode: after }: Policy): readonly string[] {
  if (before === after) return [];
  return after === "observe"
    ? ["The policy would only observe: the check would succeed whatever is missing."]
    : ["The policy would enforce: the check would hold what is not approved."];
}

function describeBranches(before: Policy, after: Policy): readonly string[] {
  const inWords = ({ branches }: Policy) => (branches ? listed(branches) : "the default branch");
  return changed("It would control", inWords(before), inWords(after));
}

function describeLevels({ risk: before }: Policy, { risk: after }: Policy): readonly string[] {
  const inWords = (score: number) => (score > 100 ? "at no score" : `at a score of ${score}`);
  return (["medium", "high", "critical"] as const).flatMap((level) =>
    changed(
      `The level ${level} would begin`,
      inWords(before.levels[level]),
      inWords(after.levels[level]),
    ),
  );
}

function describeApprovals(before: Policy, after: Policy): readonly string[] {
  const inWords = ({ approvals }: Policy, level: RiskLevel) => {
    const requirements = approvals?.[level] ?? [];
    return requirements.length === 0 ? "no approval" : listed(requirements.map(describe));
  };
  return riskLevels.flatMap((level) =>
    changed(
      `A change of ${level} risk would ask for`,
      inWords(before, level),
      inWords(after, level),
    ),
  );
}

function describe(requirement: Requirement): string {
  const { count: missing, name: label = null } = requirement;
  return describeMissing({ requirement, label, missing, approvedBy: [] });
}

function describeFactors({ risk: before }: Policy, { risk: after }: Policy): readonly string[] {
  return factorNames.flatMap((name) => {
    const [was, will] = [before.factors[name] ?? 1, after.factors[name] ?? 1];
    return changed(`The factor ${name} would weigh`, String(was), String(will));
  });
}

function describeRisk({ risk: before }: Policy, { risk: after }: Policy): readonly string[] {
  const floors =
    before.defaultFloors === after.defaultFloors
      ? []
      : [`The built-in floors would ${after.defaultFloors ? "hold" : "no longer hold"}.`];
  return [
    ...describeList("Left out of the size", before.ignore, after.ignore),
    ...describeList("Trusted bots", before.trustedBots, after.trustedBots),
    ...floors,
  ];
}

function describeApprovers(
  { approvers: before }: Policy,
  { approvers: after }: Policy,
): readonly string[] {
  const keep = {
    "identical-diff": "survive a push that leaves the diff as it was",
    never: "not survive a push",
  };
  const request = { teams: "the teams that are named", people: "people", none: "nobody" };
  return [
    ...describeList("May not approve", before.mayNotBe, after.mayNotBe),
    ...(before.distinct === after.distinct
      ? []
      : [
          `One person could approve for ${after.distinct ? "one requirement" : "several requirements"}.`,
        ]),
    ...(before.keepApprovals === after.keepApprovals
      ? []
      : [`Approvals would ${keep[after.keepApprovals]}.`]),
    ...(before.request === after.request
      ? []
      : [`Reviews would be requested of ${request[after.request]}.`]),
  ];
}

function describeEmergency(
  { emergency: before }: Policy,
  { emergency: after }: Policy,
): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (before === undefined) return ["A change could be declared an emergency."];
  if (after === undefined) return ["No change could be declared an emergency any more."];
  return ["What an emergency takes would be different."];
}

/** What it would be, and what it is today. */
function changed(what: string, before: string, after: string): readonly string[] {
  return before === after ? [] : [`${what} ${after} (today: ${before}).`];
}

/** What joins a list and what leaves it. */
function describeList(
  what: string,
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  const changes = [
    ...(added.length > 0 ? [`also ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`no longer ${listed(removed)}`] : []),
  ];
  return changes.length === 0 ? [] : [`${what}: ${changes.join("; ")}.`];
}

type Entries = readonly (readonly [name: string, value: unknown])[];

/** Things with a name: which are new, gone or different. What they say in detail the file's diff shows. */
function named(what: string, entriesOf: (policy: Policy) => Entries): Describe {
  return (before, after) => {
    const [former, latter] = [textsOf(entriesOf(before)), textsOf(entriesOf(after))];
    return [...new Set([...former.keys(), ...latter.keys()])].flatMap((name) => {
      const [was, will] = [former.get(name), latter.get(name)];
      if (was === will) return [];
      const fate = was === undefined ? "new" : will === undefined ? "gone" : "different";
      return [capitalised(`${what} “${name}” would be ${fate}.`)];
    });
  };
}

function textsOf(entries: Entries): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, JSON.stringify(value)]],
    ),
  );
}

function byName(items: readonly { readonly name: string }[]): Entries {
  return items.map((item) => [item.name, item]);
}
