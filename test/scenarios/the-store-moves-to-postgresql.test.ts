import { expect, test } from "@jest/globals";
import { runStoreMove } from "#cli/store-move.ts";
import { verifyChain } from "#core/ledger/verify-chain.ts";
import { openAcme, openRepository } from "../support/acme.ts";
import { allRows } from "../support/all-rows.ts";
import { RecordedIo } from "../support/command.ts";
import { describeOnDatabase } from "../support/database.ts";
import { startHouse } from "../support/house.ts";
import { checkOn, passed, waiting } from "../support/seen.ts";

const policy = `version: 1
approvals: { low: [{ from: ['@acme/sre'] }] }
emergency: { declare: ['@acme/sre'], approvals: [{ from: ['@acme/sre'] }] }
`;
const waits = waiting("Low risk: waits for 1 approval from @acme/sre");

describeOnDatabase("postgresql", "a store that has outgrown its file", ({ fresh, open }) => {
  test("moves while the server is stopped, and the server goes on where it was", async () => {
    const house = await startHouse();
    try {
      const shop = await openRepository(openAcme(house.github), "shop", { policy });
      const change = (file: string) =>
        shop.openPullRequest({ author: "maria", files: { [file]: `${file}\n` } });
      const [merged, open_, held] = [await change("a"), await change("b"), await change("c")];
      await house.settled();
      merged.review({ by: "ines", state: "approve" });
      held.comment("jonas", "/hold the load test is running");
      await house.settled();
      await merged.merge({ by: "jonas" });
      await shop.push("main", "jonas", [{ files: { "pushed.txt": "past everybody\n" } }]);
      await house.settled();
      expect(checkOn(open_)).toEqual(waits);

      const target = await fresh();
      const databaseUrl = target.databaseUrl ?? "";
      const move = async () => {
        const env = { DATA_DIR: house.dataDir, DATABASE_URL: databaseUrl };
        const io = new RecordedIo({ cwd: house.dataDir, env });
        return { code: await runStoreMove({}, io), ...io.written };
      };
      expect(await move()).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /^Another program has .*sluice\.sqlite open\.\nStop the server/,
        ),
      });

      await house.restart({
        databaseUrl,
        meanwhile: async () => {
          const source = { databaseUrl: null, dataDir: house.dataDir };
          const before = await allRows(source);
          expect(await move()).toMatchObject({
            code: 0,
            stderr: "",
            stdout: expect.stringMatching(
              /^Moved [\s\S]*The ledger was verified there: \d+ entries\./,
            ),
          });
          expect(await allRows(target)).toEqual(before);
          expect(await allRows(source)).toEqual(before);
          expect(await move()).toMatchObject({
            code: 2,
            stderr: expect.stringContaining("is in use: its table"),
          });
        },
      });

      open_.review({ by: "ines", state: "approve" });
      held.comment("jonas", "/unhold");
      held.review({ by: "noah", state: "approve" });
      await house.settled();
      expect(checkOn(open_)).toEqual(passed("Low risk: approved by @ines"));
      expect(checkOn(held)).toEqual(passed("Low risk: approved by @noah"));
      const store = await open(target);
      expect(await verifyChain(store.ledger.read())).toMatchObject({ ok: true });
    } finally {
      await house.stop();
    }
    expect(house.github.unhandledRequests).toEqual([]);
  });
});
