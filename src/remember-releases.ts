import type { RedraftPorts } from "#reconcile/redraft-releases.ts";
import type { ReleasePorts } from "#reconcile/release-ports.ts";
import type { TellPorts } from "#reconcile/tell-released.ts";
import type { Store } from "#store/store.ts";

/** What is kept of tags and releases, and what is on record of the changes in them, kept in the store. */
export function rememberReleases({
  tags,
  releases,
  releasedChanges,
  changeHeads,
  pastChanges,
  mergedChanges,
  unauthorised,
}: Store): Pick<
  ReleasePorts & RedraftPorts & Pick<TellPorts, "releasedChanges">,
  "tags" | "releases" | "releasedChanges" | "releaseRecords"
> {
  return {
    tags,
    releases,
    releasedChanges,
    releaseRecords: {
      mergedWith: mergedChanges.mergedWith.bind(mergedChanges),
      numbered: mergedChanges.numbered.bind(mergedChanges),
      issuesAbout: unauthorised.issuesAbout.bind(unauthorised),
      firstTimers: pastChanges.firstTimers.bind(pastChanges),
      digestsOf: changeHeads.digestsOf.bind(changeHeads),
    },
  };
}
