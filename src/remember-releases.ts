import type { ReleasePorts } from "#reconcile/release-ports.ts";
import type { Store } from "#store/store.ts";

/** What is kept of tags and releases, and what is on record of the changes in them, kept in the store. */
export function rememberReleases({
  tags,
  releases,
  mergedChanges,
  unauthorised,
}: Store): Pick<ReleasePorts, "tags" | "releases" | "releaseRecords"> {
  return {
    tags,
    releases,
    releaseRecords: {
      mergedWith: mergedChanges.mergedWith.bind(mergedChanges),
      numbered: mergedChanges.numbered.bind(mergedChanges),
      issuesAbout: unauthorised.issuesAbout.bind(unauthorised),
    },
  };
}
