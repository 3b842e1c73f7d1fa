import type { Route } from "./route.ts";
import { actionsRoutes, environmentRoutes } from "./routes/actions.ts";
import { appRoutes } from "./routes/app.ts";
import { checkRoutes } from "./routes/checks.ts";
import { commitRoutes } from "./routes/commits.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { issueRoutes } from "./routes/issues.ts";
import { labelRoutes } from "./routes/labels.ts";
import { organisationRoutes } from "./routes/organisations.ts";
import { pullRoutes } from "./routes/pulls.ts";
import { refRoutes } from "./routes/refs.ts";
import { releaseRoutes } from "./routes/releases.ts";
import { repositoryRoutes } from "./routes/repositories.ts";

/** Every route of GitHub's REST API that the local GitHub answers. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...repositoryRoutes,
  ...organisationRoutes,
  ...pullRoutes,
  ...commitRoutes,
  ...refRoutes,
  ...releaseRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...checkRoutes,
  ...actionsRoutes,
  ...environmentRoutes,
  ...deploymentRoutes,
];
