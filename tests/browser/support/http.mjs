// Requests without a browser: every header is ours, redirects are not followed.
import { request } from "node:http";

const PATIENCE_MS = 20_000;

/** One request: { status, headers, setCookies, text }. */
export function ask(address, path, { method = "GET", headers = {}, form } = {}) {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const all = { ...headers };
  if (body !== undefined) {
    all["content-type"] ??= "application/x-www-form-urlencoded";
    all["content-length"] = Buffer.byteLength(body);
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(address + path, { method, headers: all, timeout: PATIENCE_MS, agent: false }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        resolve({ status: answer.statusCode, headers: answer.headers, setCookies: answer.headers["set-cookie"] ?? [], text });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${path} was not answered in time`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** A visitor who keeps cookies and knows the form token of the last page. */
export class Visitor {
  constructor(address) {
    this.address = address;
    this.cookies = new Map();
    this.token = "";
  }

  async ask(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(this.address, path, { ...options, headers: { ...(cookie && { cookie }), ...options.headers } });
    for (const line of answer.setCookies) {
      const [name, value] = line.split(";")[0].split("=");
      if (/max-age=0/i.test(line) || value === "") this.cookies.delete(name); else this.cookies.set(name, value);
    }
    this.token = /name="csrf" value="([^"]*)"/.exec(answer.text)?.[1] ?? this.token;
    return answer;
  }

  /** Posts a form with the token of the last page. */
  post(path, form = {}, headers = {}) {
    return this.ask(path, { method: "POST", form: { csrf: this.token, ...form }, headers });
  }

  async signIn({ login, password }) {
    await this.ask("/signin");
    const answer = await this.post("/signin", { login, password });
    return answer;
  }
}
