import { type Migration, sql } from "kysely";

/** For each question that pages, gates and workers ask: an index that finds its rows, however many others there are. */
export function indexesForScale(): Migration {
  return {
    async up(db) {
      await sql`create index gate_name on gate (name)`.execute(db);
      await sql`
        create index gate_open on gate (repository, environment, requested_ms)
        where closed = 0`.execute(db);
      await sql`
        create index gate_released on gate (repository, environment, released_ms)
        where released_ms is not null`.execute(db);

      // It held every change that ever was.
      await sql`drop index change_state_open`.execute(db);
      await sql`
        create index change_state_open on change_state (repository, number)
        where state = 'open'`.execute(db);
      await sql`
        create index change_state_asking on change_state (installation_id)
        where state = 'open' and requested_reviewers <> '[]'`.execute(db);

      await sql`
        create index command_effect_deployment on command_effect (repository, given_ms)
        where effect_kind in ('release', 'override')`.execute(db);
      await sql`
        create index owed_review_owed on owed_review (repository, number)
        where settlement is null`.execute(db);

      await sql`
        create index dirty_key_next on dirty_key (
          (case when ready_ms > lease_until_ms then ready_ms else lease_until_ms end)
        ) where dead_ms is null`.execute(db);
      await sql`
        create index dirty_key_dead on dirty_key (dead_ms) where dead_ms is not null`.execute(db);

      await sql`create index repository_swept on repository (swept_ms, id)`.execute(db);
      await sql`create index repository_name on repository (lower(full_name))`.execute(db);
    },
  };
}
