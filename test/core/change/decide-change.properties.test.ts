import { expect, test } from "@jest/globals";
import { eligibilityQuestions } from "#core/approval/eligibility.ts";
import type { ChangeDecision } from "#core/change/change-decision.ts";
import { decideChange } from "#core/change/decide-change.ts";
import type { Eligibility, ObservedChange, Review } from "#core/change/observed-change.ts";
import type { GivenCommand } from "#core/command/given-command.ts";
import {
  eligibility,
  givenBy,
  observe,
  people,
  situation,
  strict,
} from "../../support/arbitrary-change.ts";
import { approve, commandBy } from "../../support/commands.ts";
import { alice } from "../../support/facts.ts";
import { fc } from "../../support/fast-check.ts";
import { now, reviewBy } from "../../support/observed-change.ts";

/** The change after more commands. */
function withCommands(observed: ObservedChange, commands: readonly GivenCommand[]): ObservedChange {
  const { recorded } = observed;
  return { ...observed, recorded: { ...recorded, commands: [...recorded.commands, ...commands] } };
}

function rankOf({ atMs }: GivenCommand, order: readonly number[]): number {
  return order[(atMs - now + 10_000) % order.length] ?? 0;
}

/** Whether the check keeps the merge closed. */
function holds(observed: ObservedChange): boolean {
  const decision = decideChange(observed, now);
  return (
    decision.kind === "decided" && decision.mode === "enforce" && decision.verdict !== "approved"
  );
}

function decided(observed: ObservedChange): ChangeDecision | null {
  const decision = decideChange(observed, now);
  return decision.kind === "decided" ? decision : null;
}

test("one more approval never closes what was open, by review or by command", () => {
  const means = fc.constantFrom("review", "command");
  fc.assert(
    fc.property(situation, fc.constantFrom(...people), means, (before, person, by) => {
      const observed = observe(before);
      const reviews = [...observed.reviews, reviewBy(person, { submittedAtMs: now })];
      const approved =
        by === "review"
          ? { ...observed, reviews }
          : withCommands(observed, [commandBy(person, approve, { atMs: now })]);
      expect(holds(approved) && !holds(observed)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("the order in which commands are recorded makes no difference where their times differ", () => {
  fc.assert(
    fc.property(
      situation,
      fc.array(fc.nat(100), { minLength: 5, maxLength: 5 }),
      (given, order) => {
        const observed = observe(given);
        const commands = observed.recorded.commands.map((command, index) => {
          return { ...command, atMs: now - 10_000 + index };
        });
        const shuffled = commands.toSorted((a, b) => rankOf(a, order) - rankOf(b, order));
        const decideWith = (some: readonly GivenCommand[]) =>
          decideChange({ ...observed, recorded: { ...observed.recorded, commands: some } }, now);
        expect(decideWith(shuffled)).toEqual(decideWith(commands));
      },
    ),
    { numRuns: 300 },
  );
});

test("authors by themselves approve nothing, whatever they command", () => {
  fc.assert(
    fc.property(
      situation,
      fc.array(givenBy(alice), { minLength: 1, maxLength: 6 }),
      (before, commands) => {
        const observed = observe(strict(before));
        const alone = {
          ...observed,
          reviews: [],
          recorded: { ...observed.recorded, commands: [] },
        };
        expect(holds(alone) && !holds(withCommands(alone, commands))).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});

test("beside what others said of the change authors open nothing but by an emergency", () => {
  const notDeclaring = givenBy(alice).filter(({ effect }) => effect.kind !== "declare-emergency");
  const words = ["approve", "unapprove", "reject", "override"];
  fc.assert(
    fc.property(
      situation,
      fc.array(notDeclaring, { minLength: 1, maxLength: 6 }),
      (before, commands) => {
        const observed = observe(strict(before));
        const { recorded } = observed;
        const said = recorded.commands.filter(
          ({ by, effect }) => by !== alice && words.includes(effect.kind),
        );
        const others = { ...observed, recorded: { ...recorded, commands: said } };
        expect(holds(others) && !holds(withCommands(others, commands))).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});

/**
 * A lowered risk takes a change-manager of every policy: one more policy can let it lapse. Where a policy asks less of a higher risk than of a
 * lower one, which the policies here may, that opens.
 */
function withoutLowering(observed: ObservedChange): ObservedChange {
  const { recorded } = observed;
  const commands = recorded.commands.filter(
    ({ effect }) => !(effect.kind === "set-risk" && effect.direction === "lower"),
  );
  return { ...observed, recorded: { ...recorded, commands } };
}

test("one more policy never opens what was closed", () => {
  fc.assert(
    fc.property(situation, fc.nat(1), (both, index) => {
      const alone = both.policies.map((policy, at) => (at === index ? policy : null));
      const one = withoutLowering(
        observe({ ...both, policies: [alone[0] ?? null, alone[1] ?? null] }),
      );
      expect(holds(one) && !holds(withoutLowering(observe(both)))).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test("the order of different people's reviews makes no difference", () => {
  fc.assert(
    fc.property(
      situation,
      fc.array(fc.nat(100), { minLength: 7, maxLength: 7 }),
      (given, order) => {
        const observed = observe(given);
        const rank = ({ reviewer }: Review) => order[(reviewer?.id ?? 0) % 7] ?? 0;
        const reviews = [...observed.reviews].sort((a, b) => rank(a) - rank(b));
        expect(decideChange({ ...observed, reviews }, now)).toEqual(decideChange(observed, now));
      },
    ),
    { numRuns: 300 },
  );
});

test("no answer beyond the questions that were asked is used", () => {
  fc.assert(
    fc.property(situation, (given) => {
      const observed = observe(given);
      const { permissions, teams } = eligibilityQuestions(observed);
      const answered: Eligibility = {
        permissions: Object.fromEntries(
          Object.entries(eligibility.permissions).filter(([login]) => permissions.includes(login)),
        ),
        teams: Object.fromEntries(
          Object.entries(eligibility.teams).map(([team, members]) => [
            team,
            members.filter((member) =>
              teams.some(
                ({ organization, slug, login }) =>
                  `${organization}/${slug}` === team && login === member,
              ),
            ),
          ]),
        ),
      };
      expect(decideChange({ ...observed, eligibility: answered }, now)).toEqual(
        decideChange(observed, now),
      );
    }),
    { numRuns: 500 },
  );
});

test("until it is to be decided again, time alone changes no verdict", () => {
  fc.assert(
    fc.property(situation, fc.integer({ min: 0, max: 48 * 3_600_000 }), (given, laterMs) => {
      const observed = observe(given);
      const decision = decideChange(observed, now);
      const later = decideChange(observed, now + laterMs);
      if (decision.kind !== "decided" || later.kind !== "decided") return;
      const again = decision.decideAgainAt;
      if (again !== null && Date.parse(again) <= now + laterMs) return;
      expect(later).toEqual(decision);
    }),
    { numRuns: 300 },
  );
});

test("a change is held exactly when there is a reason", () => {
  fc.assert(
    fc.property(situation, (given) => {
      const decision = decided(observe(given));
      if (decision === null) return;
      expect(decision.verdict === "approved").toBe(decision.reasons.length === 0);
    }),
    { numRuns: 300 },
  );
});
