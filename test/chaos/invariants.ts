import { verifyChain } from "#core/ledger/verify-chain.ts";
import type { Database } from "#store/database.ts";
import type { Store } from "#store/store.ts";
import { judge, type Reading, type Verdict } from "./judge.ts";
import { checkName } from "./shop.ts";
import type { Stage } from "./stage.ts";
import { describe, outcomeOf, type Story } from "./story.ts";
import type { Finding } from "./violation.ts";
import { caseOf } from "./watch.ts";

/** What a check shows for a verdict. */
const conclusionOf: Readonly<Record<Verdict, string | null>> = {
  approved: "success",
  waiting: null,
  rejected: "failure",
};

/** Whether everything stands as the oracle says, once nothing is under way: each deviation. */
export function findWrong(stage: Stage): readonly Finding[] {
  return stage.stories.flatMap((story) => [
    ...findUnanswered(story),
    ...(story.pull.state.state === "open" ? findWrongVerdict(stage, story) : []),
    ...(story.merge === null ? [] : findWrongReport(stage, story, story.merge)),
  ]);
}

function findWrongVerdict(stage: Stage, story: Story): readonly Finding[] {
  const { checkRun, labels } = story.pull;
  const verdict = judge(caseOf(stage, story), settledReading(story));
  const shown = checkRun === null ? "no check" : (checkRun.conclusion ?? checkRun.status);
  const expected = conclusionOf[verdict] ?? "in_progress";
  const own = ["risk: ", "change: "].map((kind) => labels.filter((name) => name.startsWith(kind)));
  return [
    ...(shown === expected
      ? []
      : [
          wrong(
            story,
            `${checkName} shows ${shown} (${checkRun?.title}), and it is ${verdict}: ${describe(story)}`,
          ),
        ]),
    ...(own.every(({ length }) => length === 1)
      ? []
      : [wrong(story, `its labels are ${labels.join(", ")}`)]),
  ];
}

/** Who merged past a check that did not say success is reported, unless the check was late; nobody else is. */
function findWrongReport(
  stage: Stage,
  story: Story,
  merge: NonNullable<Story["merge"]>,
): readonly Finding[] {
  const { pull, statements } = story;
  const { isFrozen } = merge;
  const before = { ...story, statements: statements.slice(0, merge.statements), isFrozen };
  const verdict = judge({ ...before, head: pull.headSha }, settledReading(story));
  const reports = reportsOf(stage, pull.state.merged?.commitSha ?? "");
  const isDue = verdict !== "approved" && merge.conclusion !== "success";
  if (isDue && reports === 0) return [lost(story, `merged while ${verdict}, and nobody is told`)];
  return verdict === "approved" && reports > 0
    ? [wrong(story, "merged while it was approved, and reported as unauthorised")]
    : [];
}

function findUnanswered(story: Story): readonly Finding[] {
  return story.statements.flatMap((each) =>
    each.kind === "command" && outcomeOf(story, each.id) === "unanswered"
      ? [lost(story, `/${each.word} by @${each.by} is not answered (comment ${each.id})`)]
      : [],
  );
}

/** Whether something stands twice that may stand only once. */
export function findDoubles(stage: Stage): readonly Finding[] {
  const { shop, stories, directPushes } = stage;
  const bodies = shop.issues().map(({ body }) => body);
  const markers = bodies.flatMap((body) => /<!-- sluice:[^>]* -->/.exec(body)?.[0] ?? []);
  return [
    ...stories.flatMap(({ pull }) => {
      const subject = `#${pull.number}`;
      const written = pull.comments.flatMap(({ body }) => {
        return /<!-- sluice:(?:change|reply \d+) -->/.exec(body)?.[0] ?? [];
      });
      return repeated(written).map((what): Finding => ({ kind: "doubled", subject, what }));
    }),
    ...repeated(markers).map((what): Finding => ({ kind: "doubled", subject: "issues", what })),
    ...directPushes
      .filter((sha) => reportsOf(stage, sha) === 0)
      .map(
        (subject): Finding => ({ kind: "lost", subject, what: "a direct push is not reported" }),
      ),
  ];
}

/** Whether what is stored is whole: every delivery that GitHub shows, the chain, no key that a person must look at. */
export async function findInStore(stage: Stage, store: Store): Promise<readonly Finding[]> {
  const chain = await verifyChain(store.ledger.read());
  const dead = await store.queue.deadKeys();
  return [
    ...(chain.ok
      ? []
      : [{ kind: "broken chain", subject: "the ledger", what: JSON.stringify(chain) } as const]),
    ...dead.map(({ key, error }): Finding => {
      return { kind: "not settled", subject: JSON.stringify(key), what: `set aside: ${error}` };
    }),
    ...(await findCommandsTwice(stage, store)),
    ...(await unknownDeliveries(stage, store)).map((subject): Finding => {
      return { kind: "lost", subject, what: "a delivery that GitHub shows is not stored" };
    }),
  ];
}

/** A comment here holds one command: of those the ledger has no more than were given. */
async function findCommandsTwice(stage: Stage, store: Store): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { pull, statements } of stage.stories) {
    const subject = `${stage.shop.fullName}#${pull.number}`;
    const given = statements.filter(({ kind }) => kind === "command").length;
    const entries = await store.ledger.entriesOf(subject);
    const recorded = entries.filter(({ kind }) => kind.startsWith("command.")).length;
    if (recorded <= given) continue;
    findings.push({
      kind: "doubled",
      subject,
      what: `${given} commands, ${recorded} in the ledger`,
    });
  }
  return findings;
}

/** Deliveries of which GitHub shows that they were sent, and the store nothing. */
export async function unknownDeliveries(stage: Stage, store: Store): Promise<readonly string[]> {
  const ids = new Set(stage.github.webhooks.deliveries.map(({ guid }) => guid));
  const stored = await store.deliveries.known([...ids]);
  return [...ids].filter((id) => !stored.has(id));
}

/** Keys that are ready, in work, or to be tried again. Those that wait for their time do not count. */
export async function countWork({ tables }: Database, nowMs: number): Promise<number> {
  const { count } = await tables
    .selectFrom("dirty_key")
    .select(({ fn }) => fn.countAll<number | string>().as("count"))
    .where("dead_ms", "is", null)
    .where(({ eb, or }) =>
      or([eb("lease_until_ms", ">", 0), eb("ready_ms", "<=", nowMs), eb("attempts", ">", 0)]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whether a secret stands in what the servers said. */
export function findSecrets(stage: Stage, said: readonly string[]): readonly Finding[] {
  const { privateKey, webhookSecret } = stage.github.app;
  const ofKey = privateKey.split("\n").filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  const secrets: readonly [string, (text: string) => boolean][] = [
    ["the private key", (text) => ofKey.some((line) => text.includes(line))],
    ["the webhook secret", (text) => text.includes(webhookSecret)],
    ["a token", (text) => /ghs_\w|eyJ[\w-]+\.eyJ[\w-]+\./.test(text)],
  ];
  return secrets
    .filter(([, isIn]) => said.some(isIn))
    .map(([what]): Finding => ({ kind: "secret told", subject: "a server's output", what }));
}

function settledReading(story: Story): Reading {
  return { bound: "settled", outcomeOf: (id) => outcomeOf(story, id) };
}

function reportsOf({ shop }: Stage, sha: string): number {
  return shop.issues().filter(({ body }) => body.includes(`<!-- sluice:unauthorised ${sha} -->`))
    .length;
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) < index))];
}

function wrong({ pull }: Story, what: string): Finding {
  return { kind: "wrong in the end", subject: `#${pull.number}`, what };
}

function lost({ pull }: Story, what: string): Finding {
  return { kind: "lost", subject: `#${pull.number}`, what };
}
