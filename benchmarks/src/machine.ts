import { availableParallelism, cpus } from "node:os";

/** What figures depend on, without naming the machine. */
export function machine(): string {
  return `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores`;
}
