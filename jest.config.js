const onNode24 = {
  transform: {}, // Node 24 strips the types; jest 30.5 uses it when no transformer claims .ts
  extensionsToTreatAsEsm: [".ts"],
};

/** Their tests need a PostgreSQL. */
const onDatabases = [
  "test/scenarios/a-server-dies-over-an-answer.test.ts",
  "test/chaos/chaos.test.ts",
  "test/store/",
  "test/scenarios/survives-kill.test.ts",
  "test/scenarios/the-database-is-away.test.ts",
  "test/scenarios/the-store-moves-to-postgresql.test.ts",
];

export default {
  testTimeout: 300_000, // For what hangs: a story plays many steps, and waits patiently. Not taken from a project.
  // Modules stay in memory as long as their process: it is replaced when it has grown.
  // Two cores do: much of a story is waiting.
  maxWorkers: 3,
  workerIdleMemoryLimit: "800MB",
  projects: [
    {
      ...onNode24,
      displayName: "rest",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: onDatabases.map((path) => `<rootDir>/${path}`),
    },
    {
      // jest sets up a project only when one of its tests is to run: other tests don't wait for PostgreSQL.
      ...onNode24,
      displayName: "database",
      testMatch: onDatabases.map(
        (path) => `<rootDir>/${path}${path.endsWith("/") ? "**/*.test.ts" : ""}`,
      ),
      globalSetup: "<rootDir>/test/support/database-setup.ts",
      globalTeardown: "<rootDir>/test/support/database-teardown.ts",
    },
  ],
};
