export default {
  transform: {}, // Node 24 strips the types; jest 30.5 uses it when no transformer claims .ts
  extensionsToTreatAsEsm: [".ts"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
};
