import type { Store } from "#store/store.ts";

/** What pages, gates and workers ask the store, or change in it, as one example each. */
type StoreQuestion = {
  readonly name: string;
  ask(): Promise<unknown>;
};

/** A change that the store knows, and what belongs to it. */
export type KnownChange = {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly repositoryId: number;
  readonly installationId: number;
  readonly number: number;
  readonly branch: string;
  readonly headSha: string;
  readonly mergeSha: string;
  readonly environment: string;
  /** The gate API's. */
  readonly gateId: string;
  readonly authorId: number;
  readonly path: string;
  readonly nowMs: number;
};

/** Everything that is asked again and again; nothing is changed. */
export function storeQuestions(store: Store, known: KnownChange): readonly StoreQuestion[] {
  return [
    ...ofChanges(store, known),
    ...ofGates(store, known),
    ...ofReleases(store, known),
    ...ofThePast(store, known),
    ...ofTheQueue(store, known),
    ...ofPages(store, known),
  ];
}

function ofChanges(store: Store, known: KnownChange): readonly StoreQuestion[] {
  const { repository, number, headSha, mergeSha, branch, installationId, repositoryId } = known;
  const { changes, changeHeads, commands, headArrivals, judgedMerges, pushes, reviews } = store;
  return [
    { name: "a change's last look", ask: () => changes.lastLook(repository, number) },
    { name: "a change's last decision", ask: () => changes.decidedLast(repository, number) },
    { name: "who was asked", ask: () => changes.askedFor(repository, number, headSha) },
    { name: "open changes of a repository", ask: () => changes.openDecided(repository) },
    { name: "reviewers' work", ask: () => changes.openRequestsByReviewer(installationId) },
    { name: "a change's heads", ask: () => changeHeads.headsOf(repository, number) },
    { name: "open commands", ask: () => commands.openOf(repository, number) },
    { name: "a change's commands", ask: () => commands.effectsOf(repository, number) },
    { name: "ad hoc freezes", ask: () => commands.freezesOf(repository) },
    { name: "when a head came", ask: () => headArrivals.arrivalOf(repository, number, headSha) },
    { name: "who pushed", ask: () => pushes.lastPusherOf({ repositoryId, branch, headSha }) },
    { name: "a merge's judgement", ask: () => judgedMerges.judgementOf(repository, number) },
    {
      name: "a push that was merges",
      ask: () =>
        judgedMerges.explainPush({ repository, branch, beforeSha: headSha, headSha: mergeSha }),
    },
    { name: "a review that is owed", ask: () => reviews.find(repository, number) },
    { name: "the reviews that are owed", ask: () => reviews.owedBy(repository) },
  ];
}

function ofGates(store: Store, known: KnownChange): readonly StoreQuestion[] {
  const { repository, number, environment, gateId, mergeSha, nowMs } = known;
  const { gates, deploymentNews, mergedChanges, commands, unauthorised, watches } = store;
  const lastHourMs = nowMs - 3_600_000;
  const about = { environments: [environment], shas: [mergeSha] };
  const numbers = Array.from({ length: 100 }, (_, index) => number + index);
  return [
    { name: "a pipeline's gate", ask: () => gates.findAsked(gateId) },
    { name: "open gates", ask: () => gates.openAt(repository, environment) },
    { name: "gates since", ask: () => gates.askedSince(repository, environment, lastHourMs) },
    { name: "released gates", ask: () => gates.released(repository, about) },
    { name: "whether there are gates", ask: () => gates.hasAny(repository) },
    { name: "where gates wait", ask: () => gates.environmentsWaiting(repository) },
    { name: "recent gates", ask: () => deploymentNews.recentGates(repository, environment, 20) },
    { name: "a set of 100 changes", ask: () => mergedChanges.numbered(repository, numbers) },
    { name: "a merge by its commit", ask: () => mergedChanges.mergedWith(repository, [mergeSha]) },
    {
      name: "commands about deployments",
      ask: () => commands.aboutDeployments(repository, lastHourMs),
    },
    {
      name: "issues of a change set",
      ask: () => unauthorised.issuesAbout(repository, [mergeSha]),
    },
    { name: "watched environments", ask: () => watches.watched(repository) },
  ];
}

function ofReleases(store: Store, known: KnownChange): readonly StoreQuestion[] {
  const { repository } = known;
  const { tags, releases } = store;
  return [
    { name: "whether tags are watched", ask: () => tags.isWatched(repository) },
    { name: "missed tags", ask: () => tags.findMissed(repository, []) },
    { name: "a release", ask: () => releases.find(repository, "v1.0.0") },
  ];
}

function ofThePast(store: Store, known: KnownChange): readonly StoreQuestion[] {
  const { repository, mergeSha, authorId, path, nowMs } = known;
  const { pastChanges } = store;
  const question = {
    atMs: nowMs,
    authors: [authorId],
    aliases: new Map(),
    files: [{ path, pastPath: path }],
  };
  return [
    { name: "how far the past is read", ask: () => pastChanges.progressOf(repository) },
    { name: "a past change", ask: () => pastChanges.knowledgeOf(repository, mergeSha) },
    { name: "a change's history", ask: () => pastChanges.historyOf(repository, question) },
    {
      name: "a past change with its history, as a preview decides it anew",
      ask: () => pastChanges.recent(repository, 1, () => question),
    },
  ];
}

function ofTheQueue(store: Store, known: KnownChange): readonly StoreQuestion[] {
  const { nowMs } = known;
  const { queue, deliveries } = store;
  const wish = { owner: "asking", nowMs, leaseMs: 1, limit: 16 };
  return [
    { name: "the next keys", ask: () => queue.claim(wish) },
    { name: "when to look again", ask: () => queue.nextReadyAt() },
    { name: "keys set aside", ask: () => queue.deadKeys() },
    { name: "known deliveries", ask: () => deliveries.known(["one", "two"]) },
  ];
}

function ofPages(store: Store, known: KnownChange): readonly StoreQuestion[] {
  const { repository, number, installationId } = known;
  const { ledger, repositories } = store;
  const subject = `${repository.owner}/${repository.name}#${number}`;
  return [
    { name: "the ledger's head", ask: () => ledger.head() },
    { name: "a ledger entry", ask: () => ledger.entry(1) },
    { name: "a change's ledger entries", ask: () => ledger.entriesOf(subject) },
    { name: "a repository by its name", ask: () => repositories.find(repository) },
    { name: "an installation's repositories", ask: () => repositories.list(installationId) },
    { name: "the next repositories to sweep", ask: () => repositories.toSweep(50) },
  ];
}
