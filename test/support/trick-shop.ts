import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { openAcme, openRepository } from "./acme.ts";
import { type House, startHouse } from "./house.ts";
import { checkOn, passed, waiting } from "./seen.ts";

/** Whatever the risk, somebody of the reliability team has to agree. */
const policy = `version: 1
roles:
  change-manager: ['@ada']
approvals:
  low: [{ from: ['@acme/sre'] }]
emergency:
  declare: ['@maria', '@ada']
  approvals: [{ from: ['@acme/sre'] }]
`;

/** Where the tricks are tried: Ines and Noah are the reliability team, Ada is the change-manager, Maria tries. */
type TrickShop = {
  readonly house: House;
  readonly acme: OrganisationScenario;
  readonly shop: RepositoryScenario;
};

/** A way in which somebody might open a check without the approval that it waits for. */
export type Trick = {
  readonly name: string;
  /** Tries it, and gives the pull request if it is another one than Maria's. */
  readonly attempt: (pull: PullRequestScenario, shop: TrickShop) => Promise<unknown>;
  /** What the check says then, where it is not what it said before. */
  readonly check?: ReturnType<typeof waiting>;
};

const waitsForSre = waiting("Low risk: waits for 1 approval from @acme/sre");

/** Runs each trick on a pull request of its own, then shows that the honest way still opens one. */
export function testTricks(tricks: readonly Trick[]): void {
  let place: TrickShop;

  beforeAll(async () => {
    const house = await startHouse();
    const acme = openAcme(house.github);
    const shop = await openRepository(acme, "shop", { policy });
    acme.user("reader");
    shop.grant("reader", "read");
    house.github.user("helper[bot]");
    shop.grant("helper[bot]", "write");
    place = { house, acme, shop };
  });

  afterEach(() => expect(place.house.github.unhandledRequests).toEqual([]));
  afterAll(() => place.house.stop());

  test.each(tricks)("$name", async ({ attempt, check = waitsForSre }) => {
    const own = await openMarias(place.shop);
    await place.house.settled();
    expect(checkOn(own)).toEqual(waitsForSre);

    const result = await attempt(own, place);
    const pull = result instanceof PullRequestScenario ? result : own;
    await place.house.settled();

    expect(checkOn(pull)).toEqual(check);
    expect(liveMentions(pull)).toEqual([]);
  });

  test("the honest way opens it: Ines reads the head and approves", async () => {
    const pull = await openMarias(place.shop);
    pull.review({ by: "ines", state: "approve" });
    await place.house.settled();

    expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
  });
}

/** Who would be told of our comments by a mention: GitHub makes none of what stands in code. */
function liveMentions({ comments }: PullRequestScenario): readonly string[] {
  const ours = comments.filter(({ author }) => author.login === "sluice[bot]");
  return ours.flatMap(
    ({ body }) => body.replaceAll(/(`+)[^`][\s\S]*?\1/g, "").match(/@[\w-]+/g) ?? [],
  );
}

let opened = 0;

function openMarias(shop: RepositoryScenario): Promise<PullRequestScenario> {
  opened += 1;
  return shop.openPullRequest({
    author: "maria",
    title: `Count to ${opened}`,
    files: { [`src/count-${opened}.ts`]: `export const count = ${opened};\n` },
  });
}
