import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import type { PullRequestScenario } from "../../local-github/scenario/pull-request.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { type House, startHouse } from "../support/house.ts";
import { checkOn, commentsOn, passed, summaryOn, waiting } from "../support/seen.ts";

let house: House;

beforeAll(async () => {
  house = await startHouse();
});

afterEach(() => expect(house.github.unhandledRequests).toEqual([]));
afterAll(() => house.stop());

/** A small change by Maria in an organisation and a repository with these policies. */
async function openUnder(
  login: string,
  policies: { readonly organisation: string; readonly repository: string | null },
): Promise<PullRequestScenario> {
  const organisation = openAcme(house.github, login);
  await openRepository(organisation, ".github", { policy: policies.organisation });
  const shop = await openRepository(organisation, "shop", { policy: policies.repository });
  const pull = await shop.openPullRequest({
    author: "maria",
    files: { "src/a.ts": "export const a = 1;\n" },
  });
  await house.settled();
  return pull;
}

test("both policies' requirements have to be met", async () => {
  const pull = await openUnder("both", {
    organisation: "version: 1\napprovals: { low: [{ name: reliability, from: ['@both/sre'] }] }\n",
    repository: "version: 1\napprovals: { low: [{ from: ['@both/dba'] }] }\n",
  });

  expect(checkOn(pull)).toEqual(
    waiting(
      "Low risk: waits for 1 approval from @both/sre (reliability) and 1 approval from @both/dba",
    ),
  );
  expect(summaryOn(pull)).toContain(
    "- **1 approval from `@both/sre` (reliability).** Asked by the organisation's policy. Any member of",
  );
  expect(summaryOn(pull)).toMatch(
    /by the organisation's \[`.github\/sluice.yml`\]\(.*\/both\/\.github\/blob\/HEAD\/.*\) \(`\w{7}`\) and the repository's \[/,
  );

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @both/dba"));

  pull.review({ by: "dora", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @dora and @ines"));
  expect(summaryOn(pull)).not.toContain("Reviews that do not count");
});

test("one person who is named by both satisfies both", async () => {
  const asking = "version: 1\napprovals: { low: [{ from: ['@one/sre'] }] }\n";
  const pull = await openUnder("one", { organisation: asking, repository: asking });

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @one/sre"));

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("a repository without a policy of its own is under the organisation's", async () => {
  const pull = await openUnder("only", {
    organisation: "version: 1\napprovals: { low: [{ from: [write] }] }\n",
    repository: null,
  });

  expect(checkOn(pull)).toEqual(
    waiting("Low risk: waits for 1 approval from someone with write access"),
  );
});

const strict = "version: 1\napprovals: { low: [{ from: ['@acme/sre'] }] }\n";

test.each([
  { name: "asks no approval", login: "none", repository: "version: 1\napprovals: {}\n" },
  {
    name: "calls every change standard",
    login: "standard",
    repository:
      "version: 1\nstandard: [{ name: everything, when: { onlyFiles: ['**'] } }]\napprovals: {}\n",
  },
  {
    name: "lifts the levels",
    login: "levels",
    repository:
      "version: 1\nrisk: { levels: { medium: 98, high: 99, critical: 100 }, defaultFloors: false }\n",
  },
  {
    name: "controls other branches only",
    login: "branches",
    repository: "version: 1\nbranches: [x]\n",
  },
  { name: "only observes", login: "observes", repository: "version: 1\nmode: observe\n" },
])(
  "a repository that $name can't loosen the organisation's policy",
  async ({ login, repository }) => {
    const pull = await openUnder(login, {
      organisation: strict.replace("@acme/", `@${login}/`),
      repository,
    });

    expect(checkOn(pull)).toEqual(waiting(`Low risk: waits for 1 approval from @${login}/sre`));
    expect(pull.labels).toEqual(["risk: low", "change: normal"]);
  },
);

test("beside an organisation that enforces, a repository that observes says what it would hold", async () => {
  const pull = await openUnder("mixed", {
    organisation: "version: 1\napprovals: { low: [{ from: ['@mixed/sre'] }] }\n",
    repository: "version: 1\nmode: observe\napprovals: { low: [{ from: ['@mixed/dba'] }] }\n",
  });

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @mixed/sre"));
  expect(summaryOn(pull)).toContain(
    "- The repository's policy only observes. Enforced, it would hold this change for 1 requirement of its own.",
  );

  pull.review({ by: "ines", state: "approve" });
  await house.settled();
  expect(checkOn(pull)).toEqual(passed("Low risk: approved by @ines"));
});

test("an organisation that observes does not weaken a repository that enforces", async () => {
  const pull = await openUnder("trial", {
    organisation: "version: 1\nmode: observe\napprovals: { low: [{ from: ['@trial/sre'] }] }\n",
    repository: "version: 1\napprovals: { low: [{ from: ['@trial/dba'] }] }\n",
  });

  expect(checkOn(pull)).toEqual(waiting("Low risk: waits for 1 approval from @trial/dba"));
});

test("the repository may ask for more: its risk raises what the organisation asks", async () => {
  const pull = await openUnder("raised", {
    organisation: "version: 1\napprovals: { critical: [{ from: ['@raised/sre'], count: 2 }] }\n",
    repository:
      "version: 1\nrisk: { rules: [{ name: payments, when: { files: ['src/**'] }, atLeast: critical }] }\n",
  });

  expect(checkOn(pull)).toEqual(waiting("Critical risk: waits for 2 approvals from @raised/sre"));
  expect(commentsOn(pull)).toHaveLength(1);
});
