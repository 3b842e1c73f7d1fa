// Opens the database at the same time as others do, and appends entries to the ledger.
import { openStore } from "#store/store.ts";
import { processArguments } from "../../support/child-process.ts";
import { databaseArgument } from "./arguments.ts";

const [location, name] = processArguments();
const store = await openStore(databaseArgument(location));
for (let number = 1; number <= 20; number += 1) {
  const at = new Date().toISOString();
  const draft = { at, kind: "test.appended", subject: `by ${name}`, data: number };
  await Promise.all([store.ledger.append([draft]), store.ledger.append([draft, draft])]);
}
await store.close();
