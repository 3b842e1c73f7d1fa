import { type Migration, sql } from "kysely";
import type { DatabaseKind } from "#store/database.ts";
import { columnTypes, tableEnd } from "./column-types.ts";

/** What pull requests were told of the deployments that contain them. */
export function deploymentNews(kind: DatabaseKind): Migration {
  const { integer, text } = columnTypes(kind);
  const end = tableEnd(kind);
  return {
    async up(db) {
      await sql`
        create table deployment_news (
          repository ${text} not null,
          number ${integer} not null,
          place ${text} not null,
          line ${text} not null,
          primary key (repository, number, place)
        ) ${end}`.execute(db);
    },
  };
}
