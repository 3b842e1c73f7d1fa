/** Globs are in lower case: they are matched whatever the letter case of a path. */

export const ciGlobs: readonly string[] = [
  ".github/{workflows,actions}/**",
  "**/action.{yml,yaml}",
  "**/.gitlab-ci*.{yml,yaml}",
  "**/jenkinsfile*",
  ".{circleci,buildkite,azure-pipelines,tekton,teamcity,semaphore,woodpecker}/**",
  "**/azure-pipelines*.{yml,yaml}",
  "{bitbucket-pipelines,appveyor,.appveyor,.travis,.drone,.cirrus,.woodpecker}.{yml,yaml}",
  "**/{cloudbuild,buildspec}*.{yml,yaml}",
  "**/.goreleaser.{yml,yaml}",
];

export const containerGlobs: readonly string[] = [
  "**/{dockerfile,containerfile}*",
  "**/*.{dockerfile,containerfile}",
  "**/.dockerignore",
  "**/{docker-compose,compose}*.{yml,yaml}",
  "**/docker-bake.{hcl,json}",
];

export const infrastructureGlobs: readonly string[] = [
  "infrastructure/**",
  "**/{infra,terraform,ansible,pulumi,cloudformation,k8s,kubernetes,kustomize,helm}/**",
  "charts/**",
  "**/*.{tf,tfvars,tofu,bicep,nomad}",
  "**/{chart,kustomization,helmfile,skaffold,pulumi,serverless}.{yml,yaml}",
  "**/cdk.json",
  "**/{fly,netlify,wrangler}.toml",
  "**/vercel.json",
  "**/procfile",
];

export const buildGlobs: readonly string[] = [
  "**/{makefile,gnumakefile,justfile,rakefile,build,workspace}",
  "**/*.{mk,cmake,bzl,gradle,gradle.kts,sbt,csproj,fsproj,vbproj,vcxproj}",
  "**/{build,workspace,module}.bazel",
  "**/{cmakelists.txt,meson.build,configure.ac,build.xml,pom.xml,build.rs,build.zig,flake.nix}",
  "**/directory.build.{props,targets}",
  "**/{gradle,maven}-wrapper.properties",
  "**/{setup.py,setup.cfg}",
  "**/{webpack,vite,rollup,esbuild,babel,metro,next,nuxt}.config*.{js,cjs,mjs,ts,mts,cts}",
  "**/{gulpfile,gruntfile}.{js,cjs,mjs,ts}",
  "**/{tsconfig*,turbo,nx,lerna}.json",
  "**/taskfile.{yml,yaml}",
];
