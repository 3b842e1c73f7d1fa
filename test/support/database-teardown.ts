import { server } from "./database-setup.ts";

/** After the last test. */
export default async function tearDownDatabases(): Promise<void> {
  await server?.stop();
}
