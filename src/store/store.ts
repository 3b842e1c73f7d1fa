import { BranchTips } from "./branch-tips.ts";
import { ChangeHeads } from "./change-heads.ts";
import { Changes } from "./change-state.ts";
import { Commands } from "./commands.ts";
import {
  type Database,
  type DatabaseKind,
  type DatabaseOptions,
  openDatabase,
} from "./database.ts";
import { Deliveries } from "./deliveries.ts";
import { DeploymentNews } from "./deployment-news.ts";
import { Gates } from "./gates.ts";
import { HeadArrivals } from "./head-arrivals.ts";
import { JudgedMerges } from "./judged-merges.ts";
import { Ledger } from "./ledger.ts";
import { MergedChanges } from "./merged-changes.ts";
import { OwedReviews } from "./owed-reviews.ts";
import { PastChanges } from "./past-changes.ts";
import { Pushes } from "./pushes.ts";
import { Queue } from "./queue.ts";
import { ReleasedChanges } from "./released-changes.ts";
import { Releases } from "./releases.ts";
import { Repositories } from "./repositories.ts";
import { SeenRules } from "./seen-rules.ts";
import { Tags } from "./tags.ts";
import { UnauthorisedChanges } from "./unauthorised-changes.ts";
import { Watches } from "./watches.ts";

/** Everything that Sluice keeps. */
export type Store = {
  readonly kind: DatabaseKind;
  readonly deliveries: Deliveries;
  readonly queue: Queue;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly changeHeads: ChangeHeads;
  readonly commands: Commands;
  readonly pushes: Pushes;
  readonly headArrivals: HeadArrivals;
  readonly repositories: Repositories;
  readonly pastChanges: PastChanges;
  readonly mergedChanges: MergedChanges;
  readonly gates: Gates;
  readonly deploymentNews: DeploymentNews;
  readonly watches: Watches;
  readonly rules: SeenRules;
  readonly judgedMerges: JudgedMerges;
  readonly branchTips: BranchTips;
  readonly tags: Tags;
  readonly releases: Releases;
  readonly releasedChanges: ReleasedChanges;
  readonly unauthorised: UnauthorisedChanges;
  readonly reviews: OwedReviews;
  /** Whether the database answers within two seconds. */
  isReachable(): Promise<boolean>;
  /** Writes what was accepted, then closes the database. */
  close(): Promise<void>;
};

/**
 * Opens the database and gives its parts.
 *
 * @param options.now milliseconds since the epoch
 * @throws UserError when the database can't be used, see {@link openDatabase}
 */
export async function openStore(
  options: DatabaseOptions & { readonly now?: () => number },
): Promise<Store> {
  const { now = Date.now } = options;
  return storeIn(await openDatabase(options), now);
}

/** The parts of a store in an open database, which it closes. */
export function storeIn(database: Database, now: () => number): Store {
  const ledger = new Ledger(database);
  const deliveries = new Deliveries(database);
  return {
    kind: database.kind,
    deliveries,
    queue: new Queue(database, now),
    ledger,
    changes: new Changes(database, ledger, now),
    changeHeads: new ChangeHeads(database),
    commands: new Commands(database, ledger, now),
    pushes: new Pushes(database),
    headArrivals: new HeadArrivals(database),
    repositories: new Repositories(database),
    pastChanges: new PastChanges(database),
    mergedChanges: new MergedChanges(database),
    gates: new Gates(database, ledger, now),
    deploymentNews: new DeploymentNews(database),
    watches: new Watches(ledger, now),
    rules: new SeenRules(ledger, now),
    branchTips: new BranchTips(database, now),
    judgedMerges: new JudgedMerges(database),
    tags: new Tags(database, now),
    releases: new Releases(database, ledger, now),
    releasedChanges: new ReleasedChanges(database),
    unauthorised: new UnauthorisedChanges(database, ledger, now),
    reviews: new OwedReviews(database, ledger, now),
    isReachable: () => database.isReachable(),
    async close() {
      await deliveries.settled();
      await database.close();
    },
  };
}
