// The built program with the invented office, started for one test file and stopped by its own process id.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const program = process.env.TASUKI_PROGRAM ?? join(repository, "target/debug/tasuki");
/** Making the year of the demo may take a while on a small machine. */
const START_MS = 120_000;
const STOP_MS = 5_000;

/** Starts `tasuki demo` in a fresh folder: { address, accounts, stop }. */
export const startDemo = () => start("demo");

/** Starts `tasuki serve` in an empty folder, so that the first page is the set-up. */
export const startEmpty = () => start("serve");

async function start(command) {
  const folder = await mkdtemp(join(tmpdir(), "tasuki-browser-"));
  const child = spawn(program, [command, "--dir", join(folder, "data"), "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await addressOf(child, command);
    return { address, accounts: command === "demo" ? await demoAccounts() : {}, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

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
