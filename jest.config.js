const onNode24 = {
  transform: {}, // Node 24 strips the types; jest 30.5 uses it when no transformer claims .ts
  extensionsToTreatAsEsm: [".ts"],
};

export default {
  projects: [
    {
      ...onNode24,
      displayName: "rest",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/test/store/"],
    },
    {
      // jest sets up a project only when one of its tests is to run: other tests don't wait for PostgreSQL.
      ...onNode24,
      displayName: "database",
      testMatch: ["<rootDir>/test/store/**/*.test.ts"],
      globalSetup: "<rootDir>/test/support/database-setup.ts",
      globalTeardown: "<rootDir>/test/support/database-teardown.ts",
    },
  ],
};
