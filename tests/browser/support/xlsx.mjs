// A workbook as a reader of its cells sees it: the zip is unpacked and the text of every sheet is given row by row.
import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const STORED = 0;

/** Files inside a zip by name. */
function unzip(bytes) {
  assert.equal(bytes.subarray(0, 4).toString("latin1"), "PK\x03\x04", "a workbook is a zip");
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  assert.ok(end >= 0, "the zip has its end");
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    assert.equal(bytes.readUInt32LE(at), CENTRAL);
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), method === STORED ? packed : inflateRawSync(packed));
    at += 46 + name + extra + comment;
  }
  return files;
}

const plain = (xml) => xml.replace(/<[^>]+>/g, "")
  .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");

/** The sheets of a workbook in order: { name, rows }, where a row is the text of its cells. */
export function sheetsOf(bytes) {
  const files = unzip(bytes);
  const text = (name) => files.get(name)?.toString("utf8") ?? "";
  const shared = [...text("xl/sharedStrings.xml").matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, xml]) => plain(xml));
  const names = [...text("xl/workbook.xml").matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => plain(name));
  return names.map((name, index) => {
    const sheet = text(`xl/worksheets/sheet${index + 1}.xml`);
    const rows = [...sheet.matchAll(/<row [^>]*>([\s\S]*?)<\/row>/g)].map(([, cells]) =>
      [...cells.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].map(([, attributes, inside = ""]) =>
        (/t="s"/.test(attributes) ? shared[Number(plain(inside))] : plain(inside))));
    return { name, rows };
  });
}
