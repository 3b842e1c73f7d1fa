import type { Failure } from "../../local-github/http/faults.ts";
import type { LocalGitHub } from "../../local-github/start.ts";
import type { Delivery } from "../../local-github/webhooks/delivery.ts";
import type { SeededRandom } from "../support/seeded-random.ts";

/** What can happen to deliveries. */
type Trick = "doubled" | "failed" | "lost" | "held" | "again";

/** What was done to deliveries and requests, by its name. */
export type Tally = Map<string, number>;

/** Goes wrong on purpose, as long as it is let loose. */
export type Mischief = {
  letLoose(): void;
  /** From now on everything works; what was held is sent. */
  calm(): void;
  /** Something happens to deliveries, before a deed. */
  beforeDeed(): void;
  /** How the next request fails, if it does. */
  failureOf(): Failure | null;
  count(name: string): void;
  readonly tally: Tally;
};

/**
 * Events of which no delivery can be found any more by asking for failed ones are looked for by the sweep; a branch's `push` is not: of a
 * direct push nothing else tells until it is to be deployed.
 */
const losable = ["pull_request", "pull_request_review", "issue_comment"] as const;

/** @param faultShare 0 to 1: how many of all requests fail */
export function plotMischief(
  { webhooks }: LocalGitHub,
  {
    deliveries: random,
    requests,
  }: { readonly deliveries: SeededRandom; readonly requests: SeededRandom },
  faultShare: number,
): Mischief {
  const tally: Tally = new Map();
  const count = (name: string) => {
    tally.set(name, (tally.get(name) ?? 0) + 1);
  };
  let isLoose = false;
  let deedsUntilRelease = 0;
  const shuffled = (held: readonly Delivery[]) =>
    held
      .map((delivery) => ({ delivery, place: random.below(1_000_000) }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ delivery }) => delivery);
  const play = (trick: Trick) => {
    count(`deliveries ${trick}`);
    switch (trick) {
      case "doubled":
        return webhooks.duplicateNext();
      case "failed":
        return webhooks.dropNext();
      case "lost":
        return webhooks.loseNext(random.oneOf(losable));
      case "held":
        deedsUntilRelease = 2 + random.below(4);
        return webhooks.hold();
      case "again": {
        const former = webhooks.deliveries[random.below(Math.max(1, webhooks.deliveries.length))];
        if (former !== undefined) webhooks.redeliver(former);
      }
    }
  };
  return {
    letLoose() {
      isLoose = true;
    },
    calm() {
      isLoose = false;
      deedsUntilRelease = 0;
      webhooks.forgetTricks();
      webhooks.release();
    },
    beforeDeed() {
      if (deedsUntilRelease > 0) {
        deedsUntilRelease -= 1;
        if (deedsUntilRelease === 0) webhooks.release(shuffled);
      } else if (random.below(3) === 0) {
        play(random.oneOf<Trick>(["doubled", "doubled", "failed", "lost", "held", "again"]));
      }
    },
    failureOf() {
      if (!isLoose) return null;
      count("requests while things go wrong");
      if (requests.below(1_000) >= faultShare * 1_000) return null;
      const { name, failure } = requests.oneOf(failures);
      count(`requests ${name}`);
      return failure;
    },
    count,
    tally,
  };
}

const failures: readonly [NamedFailure, ...NamedFailure[]] = [
  { name: "answered by 502", failure: { status: 502 } },
  { name: "answered by 502 when they were done", failure: { loseAnswer: true, instead: 502 } },
  { name: "broken off", failure: { breakOff: true } },
  { name: "broken off when they were done", failure: { loseAnswer: true } },
  {
    name: "put off by a secondary limit",
    failure: {
      status: 403,
      message: "You have exceeded a secondary rate limit.",
      headers: { "retry-after": "1" },
    },
  },
];

type NamedFailure = { readonly name: string; readonly failure: Failure };
