import type { Client } from "./client.ts";
import { listTags } from "./list-tags.ts";
import { type OfInstallation, ofInstallation } from "./of-installation.ts";
import { readCommits } from "./read-commits.ts";
import { keepPaths, readPaths } from "./read-paths.ts";
import { readRange } from "./read-range.ts";
import { readTag } from "./read-tag.ts";
import { createDraft, deleteDraft, findDrafts, readDraft, updateDraft } from "./release-drafts.ts";
import { writeReleaseNews } from "./write-release-news.ts";

/** What drafting releases takes of GitHub; see the functions of these names. */
export type ReleaseCalls = {
  readonly listTags: OfInstallation<typeof listTags>;
  readonly readCommits: OfInstallation<typeof readCommits>;
  readonly readPaths: OfInstallation<typeof readPaths>;
  readonly readRange: OfInstallation<typeof readRange>;
  readonly readTag: OfInstallation<typeof readTag>;
  readonly createDraft: OfInstallation<typeof createDraft>;
  readonly deleteDraft: OfInstallation<typeof deleteDraft>;
  readonly findDrafts: OfInstallation<typeof findDrafts>;
  readonly readDraft: OfInstallation<typeof readDraft>;
  readonly updateDraft: OfInstallation<typeof updateDraft>;
  readonly writeReleaseNews: OfInstallation<typeof writeReleaseNews>;
};

/** The calls with each installation's own client. */
export function createReleaseCalls(clientOf: (installationId: number) => Client): ReleaseCalls {
  const of = ofInstallation(clientOf);
  return {
    listTags: of(listTags),
    readCommits: of(readCommits),
    readPaths: keepPaths(of(readPaths)),
    readRange: of(readRange),
    readTag: of(readTag),
    createDraft: of(createDraft),
    deleteDraft: of(deleteDraft),
    findDrafts: of(findDrafts),
    readDraft: of(readDraft),
    updateDraft: of(updateDraft),
    writeReleaseNews: of(writeReleaseNews),
  };
}
