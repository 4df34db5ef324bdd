// A wire between a browser and the program that can be cut and joined again: what is cut carries nothing, either way.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** Lays a wire to the program's address: { address, cut, join, close }. */
export async function layWire(to) {
  const { hostname, port } = new URL(to);
  const ends = new Set();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) { near.destroy(); return; }
    const far = connect(Number(port), hostname);
    for (const [end, other] of [[near, far], [far, near]]) {
      ends.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => { ends.delete(end); other.destroy(); });
      end.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = () => { for (const end of ends) end.destroy(); };
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    cut: () => { whole = false; drop(); },
    join: () => { whole = true; },
    close: async () => { drop(); server.close(); await once(server, "close"); },
  };
}
