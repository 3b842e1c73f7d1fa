/** A label that Sluice puts on changes. */
export type OurLabel = {
  readonly name: string;
  /** Six hex digits, as GitHub takes them. */
  readonly color: string;
  readonly description: string;
};

/** The labels of the contract, created on demand; a name that is not here is created in grey. */
export const ourLabels: readonly OurLabel[] = [
  { name: "risk: low", color: "0e8a16", description: "Change control: low risk" },
  { name: "risk: medium", color: "fbca04", description: "Change control: medium risk" },
  { name: "risk: high", color: "d93f0b", description: "Change control: high risk" },
  { name: "risk: critical", color: "b60205", description: "Change control: critical risk" },
  { name: "change: standard", color: "c5def5", description: "Change control: pre-approved kind" },
  { name: "change: normal", color: "bfd4f2", description: "Change control: normal change" },
  { name: "change: emergency", color: "5319e7", description: "Change control: emergency change" },
];
