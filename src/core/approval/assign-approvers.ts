import { type Demand, matchApprovers } from "./match-approvers.ts";

/** How many approvals a requirement takes from whom (by index), and what they must cover if it names code owners. */
export type CoverDemand = Demand & { readonly cover: Cover | null };

/** What owners must cover: each group (of files with the same approving owners) takes one of its approvers. */
export type Cover = {
  /** At least one; an empty group can't be covered. */
  readonly groups: readonly (readonly number[])[];
  /** The approvers whom the requirement names beside the owners: enough of them do without any owner. */
  readonly others: readonly number[];
};

/** Real changes need a handful of trials. Past this the best assignment found so far stands: it may miss one, never invent one. */
const mostTrials = 2_000;

/** Whether these people meet a demand: enough of them; and, of code owners, every file covered, or enough others. */
export function meetsDemand(
  { count, cover }: Omit<CoverDemand, "eligible">,
  people: readonly number[],
): boolean {
  if (people.length < count) return false;
  if (cover === null) return true;
  const others = people.filter((person) => cover.others.includes(person));
  return others.length >= count || countUncovered(cover, people) === 0;
}

function countUncovered({ groups }: Cover, people: readonly number[]): number {
  if (groups.length === 0) return 1;
  return groups.filter((group) => !group.some((person) => people.includes(person))).length;
}

/**
 * Assigns approvers to demands, as {@link matchApprovers} does, where some must also cover files: gives the approvers of
 * each demand. All demands are met where that is possible; otherwise the first assignment stands that lacks the fewest
 * demands, then covered files, then approvals.
 *
 * For each demand with a cover it tries the others alone, then every set of owners that covers what can be covered, smallest first; the
 * remaining places are matched.
 */
export function assignApprovers(
  demands: readonly CoverDemand[],
  { distinct }: { readonly distinct: boolean },
): readonly (readonly number[])[] {
  return distinct ? assignTogether(demands) : demands.flatMap((demand) => assignTogether([demand]));
}

/** Who is set aside for a demand's files, and who may fill its other places. */
type Plan = { readonly reserved: readonly number[]; readonly eligible: readonly number[] };

function assignTogether(demands: readonly CoverDemand[]): readonly (readonly number[])[] {
  let best: readonly (readonly number[])[] = demands.map(() => []);
  let least = lackOf(demands, best);
  let trials = 0;
  for (const plans of combine(demands.map(plansFor), [])) {
    const people = fill(demands, plans);
    const lack = lackOf(demands, people);
    if (trials === 0 || isLess(lack, least)) [best, least] = [people, lack];
    trials++;
    if (least[0] === 0 || trials === mostTrials) break;
  }
  return best;
}

/** One plan for each demand, in every way in which nobody is set aside twice. */
function* combine(
  [first, ...rest]: readonly (readonly Plan[])[],
  taken: readonly number[],
): Generator<readonly Plan[]> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const plan of first) {
    if (plan.reserved.some((person) => taken.includes(person))) continue;
    for (const others of combine(rest, [...taken, ...plan.reserved])) yield [plan, ...others];
  }
}

function plansFor({ eligible, cover }: CoverDemand): readonly Plan[] {
  const unreserved = { reserved: [], eligible };
  if (cover === null) return [unreserved];
  const covers = findCovers(cover.groups.filter((group) => group.length > 0));
  return [
    { reserved: [], eligible: cover.others },
    ...covers.map((reserved) => ({ reserved, eligible })),
    unreserved,
  ];
}

/** The sets of approvers that cover every group, smallest first; every set that could lose nobody is among them. */
function findCovers(groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  const extend = (cover: readonly number[]): void => {
    if (found.size === mostTrials) return;
    const open = groups.find((group) => !group.some((person) => cover.includes(person)));
    if (open === undefined) {
      const people = cover.toSorted((a, b) => a - b);
      found.set(people.join(), people);
    } else {
      for (const person of open) extend([...cover, person]);
    }
  };
  extend([]);
  return [...found.values()].sort((a, b) => a.length - b.length);
}

function fill(
  demands: readonly CoverDemand[],
  plans: readonly Plan[],
): readonly (readonly number[])[] {
  const taken = plans.flatMap(({ reserved }) => reserved);
  const places = plans.map(({ reserved, eligible }, index) => ({
    count: Math.max(0, (demands[index]?.count ?? 0) - reserved.length),
    eligible: eligible.filter((person) => !taken.includes(person)),
  }));
  const matched = matchApprovers(places, { distinct: true });
  return plans.map(({ reserved }, index) =>
    [...reserved, ...(matched[index] ?? [])].sort((a, b) => a - b),
  );
}

/** Demands that are not met, groups that are not covered, approvals that are missing. */
type Lack = readonly [demands: number, groups: number, approvals: number];

function lackOf(demands: readonly CoverDemand[], assigned: readonly (readonly number[])[]): Lack {
  const open = demands
    .map((demand, index) => ({ demand, people: assigned[index] ?? [] }))
    .filter(({ demand, people }) => !meetsDemand(demand, people));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return [
    open.length,
    sum(open.map(({ demand: { cover }, people }) => (cover ? countUncovered(cover, people) : 0))),
    sum(open.map(({ demand, people }) => Math.max(0, demand.count - people.length))),
  ];
}

function isLess(a: Lack, b: Lack): boolean {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}
