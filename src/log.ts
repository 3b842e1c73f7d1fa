import { type Logger, pino } from "pino";
import pretty from "pino-pretty";

/** The process's logger, on standard output: JSON lines, or text for people. */
export function createLog(options: {
  readonly logLevel: string;
  readonly logFormat: "json" | "pretty";
}): Logger {
  const settings = {
    name: "sluice",
    level: options.logLevel,
    // Errors of HTTP clients carry the request with them: its credentials stay out of the log.
    redact: {
      paths: [
        "*.headers.authorization",
        "*.request.headers.authorization",
        "err.request",
        "req.headers",
        "res.headers",
      ],
      remove: true,
    },
  };
  if (options.logFormat === "json") return pino(settings);
  return pino(settings, pretty({ ignore: "pid,hostname,name", translateTime: "HH:MM:ss.l" }));
}
