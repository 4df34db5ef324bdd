// The built program with the invented office, started for one test file and stopped by its own process id.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const program = process.env.TASUKI_PROGRAM ?? join(repository, "target/debug/tasuki");
/** Making the year of the demo may take a while on a small machine. */
const START_MS = 120_000;
const STOP_MS = 5_000;

/** Folder of a finished demo that was stopped, from which every test file takes its own copy; made by `run.mjs`. */
const FILLED = "TASUKI_FILLED_DEMO";

/** Starts `tasuki demo` in a folder of its own: { address, accounts, moveTo, stop }. */
export const startDemo = () => start("demo", process.env[FILLED]);

/** Starts `tasuki serve` in an empty folder, so that the first page is the set-up. */
export const startEmpty = () => start("serve");

/** Fills a demo once, in a folder that is given and kept: the environment for tests that copy it. */
export async function fillDemo(folder) {
  const dir = join(folder, "filled");
  const child = run("demo", dir, "127.0.0.1:0");
  try {
    await addressOf(child, "demo");
  } finally {
    await ended(child);
  }
  return { [FILLED]: dir };
}

async function start(command, filled) {
  const folder = await mkdtemp(join(tmpdir(), "tasuki-browser-"));
  const dir = join(folder, "data");
  if (filled) await cp(filled, dir, { recursive: true });
  let child = run(command, dir, "127.0.0.1:0");
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await addressOf(child, command);
    /** Starts again in the same folder and at the same address: the morning of another day (`2027-05-20`). */
    const moveTo = async (day) => {
      await ended(child);
      child = run(command, dir, address.replace("http://", ""), ["--today", day]);
      assert.equal(await addressOf(child, command), address);
    };
    return { address, accounts: command === "demo" ? await demoAccounts() : {}, moveTo, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const run = (command, dir, listen, further = []) =>
  spawn(program, [command, "--dir", dir, "--listen", listen, ...further], { stdio: ["ignore", "pipe", "pipe"] });

/** The address that the program prints once it listens. */
function addressOf(child, command) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (why) => reject(new Error(`tasuki ${command} ${why}; it printed: ${printed}`));
    const timer = setTimeout(() => fail(`did not listen within ${START_MS} ms`), START_MS);
    const read = (chunk) => {
      printed += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", (chunk) => { printed += chunk; });
    child.on("error", (error) => { clearTimeout(timer); fail(`did not start (${error.message})`); });
    child.on("exit", (code) => { clearTimeout(timer); fail(`ended with ${code}`); });
  });
}

async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await gone;
  clearTimeout(killer);
}

/** Accounts of the invented town by login, as data/demo/town.toml writes them. */
async function demoAccounts() {
  const town = await readFile(join(repository, "data/demo/town.toml"), "utf8");
  const blocks = town.split(/^\[\[/m).filter((block) => block.startsWith("account]]"));
  const word = (block, key) => new RegExp(`^${key} = "(.*)"$`, "m").exec(block)?.[1];
  const accounts = blocks.map((block) => ({
    login: word(block, "login"), password: word(block, "password"), office: word(block, "office"), role: word(block, "role"),
  }));
  return Object.fromEntries(accounts.map((account) => [account.login, account]));
}
