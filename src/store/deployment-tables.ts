/** What is kept of deployments beside their gates. */
export type DeploymentTables = { readonly deployment_news: DeploymentNewsTable };

type DeploymentNewsTable = {
  /** `owner/name`. */
  readonly repository: string;
  /** The pull request. */
  readonly number: number;
  /** The environment, with the component where a gate names one. */
  readonly place: string;
  /** Markdown: what its comment says of the place. */
  readonly line: string;
};
