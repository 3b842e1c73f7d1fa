import type { SeededRandom } from "../support/seeded-random.ts";

/** A thing that somebody does, or attempts: whether GitHub lets them depends on how things stand then. */
export type Deed =
  | {
      readonly kind: "push";
      readonly slot: number;
      readonly by: "maria" | "noah";
      readonly force: boolean;
    }
  | {
      readonly kind: "review";
      readonly slot: number;
      readonly by: Reviewer;
      readonly state: "approve" | "request changes";
    }
  /** Takes the force of the reviewer's last review away. */
  | { readonly kind: "dismiss"; readonly slot: number; readonly reviewer: Reviewer }
  | {
      readonly kind: "command";
      readonly slot: number;
      readonly by: Person;
      readonly word: CommandWord;
    }
  | { readonly kind: "merge"; readonly slot: number; readonly bypass: boolean }
  | { readonly kind: "close"; readonly slot: number }
  | { readonly kind: "direct-push" }
  /** Says something on one of the changes that are merged and not deployed yet. */
  | {
      readonly kind: "afterwards";
      readonly nth: number;
      readonly by: "ines" | "dora" | "ada";
      readonly what: "approve" | "request changes" | "override";
    }
  | { readonly kind: "deploy" }
  /** Whatever is being deployed ends. */
  | { readonly kind: "finish"; readonly conclusion: "success" | "failure" }
  | {
      readonly kind: "tag";
      readonly what: "push" | "move" | "delete" | "publish";
      readonly nth: number;
    };

type Afterwards = Extract<Deed, { kind: "afterwards" }>;

/** A deed on the pull request of a slot. */
export type SlotDeed = Extract<Deed, { readonly slot: number }>;

/** What a change touches: documentation passes at once; code needs `@sre`, a schema `@dba` as well. */
export type Content = "documentation" | "code" | "schema";

type Reviewer = "ines" | "noah" | "dora" | "jonas" | "tom";
export type Person = Reviewer | "ada" | "maria";
export type CommandWord =
  | "approve"
  | "unapprove"
  | "hold"
  | "unhold"
  | "reject"
  | "override"
  | "emergency"
  | "normal"
  | "risk";

/** So many pull requests are open at a time; a deed in a slot without one opens the next. */
const slots = 6;

/** Each with its share. */
const shares: readonly (readonly [number, (random: SeededRandom, slot: number) => Deed])[] = [
  [
    3,
    (random, slot) => {
      return {
        kind: "push",
        slot,
        by: random.oneOf(["maria", "noah"]),
        force: random.below(3) === 0,
      };
    },
  ],
  [
    9,
    (random, slot) => {
      const by = random.oneOf<Reviewer>(["ines", "noah", "dora", "jonas", "tom", "ines", "dora"]);
      const state = random.below(4) === 0 ? "request changes" : "approve";
      return { kind: "review", slot, by, state };
    },
  ],
  [
    1,
    (random, slot) => {
      return { kind: "dismiss", slot, reviewer: random.oneOf<Reviewer>(["ines", "noah", "dora"]) };
    },
  ],
  [7, (random, slot) => ({ kind: "command", slot, ...drawCommand(random) })],
  [4, (_random, slot) => ({ kind: "merge", slot, bypass: false })],
  [1, (_random, slot) => ({ kind: "merge", slot, bypass: true })],
  [1, (_random, slot) => ({ kind: "close", slot })],
  [1, () => ({ kind: "direct-push" })],
  [
    3,
    (random) => {
      const [by, what] = random.oneOf<readonly [Afterwards["by"], Afterwards["what"]]>([
        ["ines", "approve"],
        ["dora", "approve"],
        ["ada", "override"],
        ["ada", "override"],
        ["ines", "request changes"],
      ]);
      return { kind: "afterwards", nth: random.below(100), by, what };
    },
  ],
  [5, () => ({ kind: "deploy" })],
  [
    5,
    (random) => {
      return { kind: "finish", conclusion: random.below(4) === 0 ? "failure" : "success" };
    },
  ],
  [
    1,
    (random) => {
      const what = random.oneOf(["push", "push", "push", "move", "delete", "publish"] as const);
      return { kind: "tag", what, nth: random.below(100) };
    },
  ],
];

/** Draws what somebody does next. It depends on the seed alone, not on what came of the deeds before. */
export function drawDeed(random: SeededRandom): Deed {
  const slot = random.below(slots);
  let place = random.below(shares.reduce((sum, [share]) => sum + share, 0));
  for (const [share, draw] of shares) {
    if (place < share) return draw(random, slot);
    place -= share;
  }
  throw new Error("the shares do not add up");
}

/** The next pull request of a slot. */
export function contentOf(random: SeededRandom): Content {
  return random.oneOf<Content>(["documentation", "code", "code", "code", "schema", "schema"]);
}

/** Mostly by those who may, at times by somebody who may not. */
function drawCommand(random: SeededRandom): {
  readonly by: Person;
  readonly word: CommandWord;
} {
  const [word, ...by] = random.oneOf<readonly [CommandWord, Person, ...Person[]]>([
    ["approve", "ines", "dora", "maria"],
    ["approve", "ines", "noah", "dora", "tom"],
    ["approve", "noah", "dora", "ada"],
    ["unapprove", "ines", "dora"],
    ["hold", "jonas", "maria"],
    ["unhold", "jonas", "maria", "tom"],
    ["unhold", "tom"],
    ["reject", "tom", "ada"],
    ["override", "ada", "tom", "jonas"],
    ["emergency", "ines", "noah", "jonas"],
    ["normal", "tom", "ines"],
    ["risk", "jonas"],
  ]);
  return { word, by: by[random.below(by.length)] ?? "tom" };
}
