import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { verify } from "@octokit/webhooks-methods";
import type { OrganisationScenario } from "../../local-github/scenario/organisation.ts";
import type { RepositoryScenario } from "../../local-github/scenario/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../local-github/start.ts";

type Received = {
  readonly event: string;
  readonly guid: string;
  readonly signature: string;
  readonly body: string;
};

let github: LocalGitHub;
let acme: OrganisationScenario;
let shop: RepositoryScenario;
let receiver: Server;
let received: Received[];

beforeEach(async () => {
  received = [];
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const header = (name: string) => String(request.headers[name]);
    received.push({
      event: header("x-github-event"),
      guid: header("x-github-delivery"),
      signature: header("x-hub-signature-256"),
      body: Buffer.concat(chunks).toString("utf8"),
    });
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : 0;
  github = await startLocalGitHub();
  acme = github.organisation("acme");
  acme.user("maria", { role: "admin" });
  acme.user("paul");
  shop = await acme.repository("shop");
  github.useWebhookUrl(`http://127.0.0.1:${port}/`);
});

afterEach(async () => {
  await github.stop();
  receiver.close();
});

const names = () => received.map(({ event, body }) => [event, JSON.parse(body).action].join(" "));

describe("what is sent", () => {
  test("deliveries carry a signature over their very bytes", async () => {
    await shop.openPullRequest({ author: "maria", files: { "a.txt": "à\n" } });
    await github.webhooks.settled();

    const secret = github.app.webhookSecret;
    const verified = received.map(({ body, signature }) => verify(secret, body, signature));
    expect(received.length).toBeGreaterThan(0);
    expect(await Promise.all(verified)).toEqual(received.map(() => true));
  });

  test("each act of people has its event", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
    await pull.push({ files: { "b.txt": "b\n" } });
    await pull.edit({ title: "Better" }, "maria");
    await pull.label(["risk: low"], "paul");
    await pull.requestReview(["paul"], "maria");
    const review = pull.review({ by: "paul", state: "approve" });
    pull.dismiss(review, "maria");
    pull.comment("paul", "/hold");
    await pull.convertToDraft("maria");
    await pull.readyForReview("maria");
    await pull.close("maria");
    await pull.reopen("maria");
    await pull.merge({ by: "paul" });
    await github.webhooks.settled();

    expect(names()).toEqual([
      "push ",
      "create ",
      "check_suite requested",
      "pull_request opened",
      "push ",
      "check_suite requested",
      "pull_request synchronize",
      "pull_request edited",
      "pull_request labeled",
      "pull_request review_requested",
      "pull_request_review submitted",
      "pull_request_review dismissed",
      "issue_comment created",
      "pull_request converted_to_draft",
      "pull_request ready_for_review",
      "pull_request closed",
      "pull_request reopened",
      "push ",
      "check_suite requested",
      "pull_request closed",
    ]);
  });

  test("people who come, go and change teams are announced", async () => {
    const sre = acme.team("sre", { members: ["paul"] });
    sre.remove("paul");
    shop.grant("@sre", "maintain");
    shop.grant("paul", "write");
    acme.expel("paul");
    acme.selectRepositories([]);
    acme.uninstallApp();
    await github.webhooks.settled();

    expect(names()).toEqual([
      "team created",
      "membership added",
      "membership removed",
      "team added_to_repository",
      "member added",
      "organization member_removed",
      "installation_repositories removed",
      "installation deleted",
    ]);
  });

  test("a synchronize event says who pushed and what the head was before", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
    const before = pull.headSha;
    const after = await pull.push({ by: "paul", files: { "b.txt": "b\n" } });
    await github.webhooks.settled();

    const event = received.map(({ body }) => JSON.parse(body)).find(isSynchronize);
    expect(event).toMatchObject({ before, after, sender: { login: "paul" }, number: 1 });
  });

  test("a merge group asks for checks on a branch that holds base and pull request", async () => {
    const pull = await shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
    await pull.enqueue("paul");
    const group = await shop.formMergeGroup();
    await shop.mergeGroup(group);
    await github.webhooks.settled();

    const asked = received
      .map(({ event, body }) => ({ event, payload: JSON.parse(body) }))
      .find(
        ({ event, payload }) => event === "merge_group" && payload.action === "checks_requested",
      );
    expect(asked?.payload.merge_group).toMatchObject({
      head_sha: group.headSha,
      head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${group.baseSha}`,
      base_ref: "refs/heads/main",
    });
    expect(pull.state.merged?.commitSha).toBe(group.headSha);
  });

  test("nothing is sent about repositories that the app does not see", async () => {
    const hidden = await acme.repository("hidden");
    acme.selectRepositories([shop]);
    await github.webhooks.settled();
    received.length = 0;

    await hidden.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });
    await github.webhooks.settled();

    expect(received).toEqual([]);
  });
});

describe("deliveries can go wrong", () => {
  const open = () => shop.openPullRequest({ author: "maria", files: { "a.txt": "a\n" } });

  test("what is held arrives when it is released, in the order asked for", async () => {
    github.webhooks.hold();
    await open();
    await github.webhooks.settled();
    expect(received).toEqual([]);

    github.webhooks.release((held) => held.toReversed());
    await github.webhooks.settled();
    expect(names()).toEqual(["pull_request opened", "check_suite requested", "create ", "push "]);
  });

  test("a duplicate has the same id", async () => {
    github.webhooks.duplicateNext("pull_request");
    await open();
    await github.webhooks.settled();

    const guids = received.filter(({ event }) => event === "pull_request").map(({ guid }) => guid);
    expect(guids).toHaveLength(2);
    expect(new Set(guids).size).toBe(1);
  });

  test("a lost one leaves no trace", async () => {
    github.webhooks.loseNext("pull_request");
    await open();
    await github.webhooks.settled();

    expect(names()).not.toContain("pull_request opened");
    expect(github.webhooks.deliveries.map(({ event }) => event)).not.toContain("pull_request");
  });

  test("a dropped one is recorded as failed, and redelivery brings it", async () => {
    github.webhooks.dropNext("pull_request");
    await open();
    await github.webhooks.settled();
    const failed = github.webhooks.deliveries.find(({ event }) => event === "pull_request");
    expect(failed?.outcome?.statusCode).toBe(504);
    expect(names()).not.toContain("pull_request opened");

    if (failed) github.webhooks.redeliver(failed);
    await github.webhooks.settled();
    expect(received.at(-1)?.guid).toBe(failed?.guid);
    expect(github.webhooks.deliveries.at(-1)).toMatchObject({
      redelivery: true,
      event: "pull_request",
    });
  });
});

function isSynchronize(payload: { action?: string }): boolean {
  return payload.action === "synchronize";
}
