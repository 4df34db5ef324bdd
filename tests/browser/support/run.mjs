// All browser tests: the demo is filled once, every test file that starts it takes a copy.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillDemo } from "./program.mjs";

const folder = await mkdtemp(join(tmpdir(), "tasuki-filled-"));
try {
  const env = { ...process.env, ...await fillDemo(folder) };
  const tests = spawn(process.execPath, ["--test", ...process.argv.slice(2)], { stdio: "inherit", env });
  const [code] = await once(tests, "exit");
  process.exitCode = code ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
